import type { TenantId } from '@cachet/mss-core';
import type { ChangeFeed, ChangeTopic } from '@cachet/schema';

/** What a watcher hears: something to read again, or that it may have missed something. */
export type Heard = { readonly kind: 'change'; readonly id: string } | { readonly kind: 'resync' };

const MOST_WAITING = 1000;

/**
 * The announcements of one topic in one tenant, in order, from the moment this is called. A watcher too slow to follow hears
 * `resync` once it has caught up, rather than filling the memory.
 */
export function changesOf(
  feed: ChangeFeed,
  topic: ChangeTopic,
  tenant: TenantId,
): AsyncIterableIterator<Heard> {
  const waiting: Heard[] = [];
  let wake: (() => void) | null = null;
  let ended = false;
  const unsubscribe = feed.subscribe({ topic, tenant }, (event) => {
    if (event.kind === 'resync' || waiting.length >= MOST_WAITING)
      waiting.splice(0, waiting.length, { kind: 'resync' });
    else waiting.push({ kind: 'change', id: event.id });
    wake?.();
  });

  return {
    async next() {
      for (;;) {
        const heard = waiting.shift();
        if (heard && !ended) return { done: false, value: heard };
        if (ended) return { done: true, value: undefined };
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
      }
    },
    async return() {
      ended = true;
      unsubscribe();
      wake?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
