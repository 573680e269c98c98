import { setTimeout as wait } from 'node:timers/promises';
import { type NewId, type QuotaCrossings, type QuotaPorts, tellQuota } from '@cachet/mss-core';
import type { Log } from '../smtp/ports.js';

export interface QuotaTellerDeps extends QuotaPorts {
  readonly crossings: QuotaCrossings;
  /** Calls when a BAL crossed a threshold. Answers how to stop hearing. */
  onCrossed(listener: () => void): () => void;
  readonly log: Log;
  now(): Date;
  readonly newId: NewId;
}

const AT_ONE_TIME = 100;
/** What was not announced, or failed, is looked for again after this long. */
const REST_MS = 60_000;

/** Tells the holders of BAL that fill up, as soon as one does; several processes may, each crossing is told once. */
export class QuotaTeller {
  #stopped = false;
  #wake: () => void = () => undefined;
  #stopHearing: () => void = () => undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(private readonly deps: QuotaTellerDeps) {}

  start(): void {
    this.#stopHearing = this.deps.onCrossed(() => this.#wake());
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopHearing();
    this.#wake();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const resting = new AbortController();
      this.#wake = () => resting.abort();
      if ((await this.#tellAll()) > 0) continue;
      await wait(REST_MS, undefined, { ref: false, signal: resting.signal }).catch(() => undefined);
    }
  }

  /** How many were told. One that fails keeps no other waiting. */
  async #tellAll(): Promise<number> {
    const { crossings, log, now, newId } = this.deps;
    const actor = { kind: 'system', name: 'quota' } as const;
    let told = 0;
    try {
      for (const crossing of await crossings.waiting(AT_ONE_TIME)) {
        const context = {
          actor,
          means: 'job',
          at: now(),
          correlationId: newId(),
          remoteAddress: null,
        } as const;
        const outcome = await tellQuota(this.deps, context, crossing).catch((fault: unknown) => {
          log.error({ err: fault, balId: crossing.balId }, 'a full BAL could not be told');
          return null;
        });
        if (outcome?.ok && outcome.value) told += 1;
      }
    } catch (fault) {
      log.error({ err: fault }, 'full BAL could not be looked for');
    }
    return told;
  }
}
