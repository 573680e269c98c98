import { isIP } from 'node:net';
import { type ByteAnswer, FetchFailure, fetchBytes } from '@cachet/ans';
import { isPublicAddress } from '@cachet/runtime';
import { type HostResolver, pinnedTo } from '../webhooks/post.js';

export interface GuardedRequest {
  readonly url: string;
  readonly form?: URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An address inside our network, which nobody outside may have us call. */
export class AddressRefused extends FetchFailure {}

/** Asks a provider that somebody named. Rejects with FetchFailure only. */
export type GuardedFetch = (request: GuardedRequest) => Promise<ByteAnswer>;

const WITHIN_MS = 5_000;
const MAX_BYTES = 128 * 1024;

/**
 * Asks by HTTPS, at an address that was judged: the connection goes to what the name led to when we looked, which is not inside our
 * network unless `takesPrivate`, as in the sandbox, where http is taken too. Redirections are not followed.
 */
export function guardedFetch(resolve: HostResolver, takesPrivate: boolean): GuardedFetch {
  return async ({ url: text, form, headers }) => {
    const url = URL.parse(text);
    if (!url || !(url.protocol === 'https:' || (takesPrivate && url.protocol === 'http:')))
      throw new FetchFailure('not an address of https');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) ? [host] : await resolve(host).catch(() => []);
    if (addresses.length === 0) throw new FetchFailure('the host is unknown');
    // One address inside is enough to refuse: which of them is called is not ours to choose.
    if (!takesPrivate && !addresses.every(isPublicAddress))
      throw new AddressRefused('the address is not public');
    const posted = form && {
      method: 'POST' as const,
      body: Buffer.from(form.toString()),
    };
    const type: Record<string, string> = form ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    return fetchBytes({
      url: url.href,
      ...posted,
      headers: { accept: 'application/json', ...type, ...headers },
      maxBytes: MAX_BYTES,
      timeoutMs: WITHIN_MS,
      lookup: pinnedTo(addresses),
    });
  };
}
