import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { isIP, isIPv6, type LookupFunction } from 'node:net';
import type { WebhookFault } from '@cachet/mss-core';
import { isPublicAddress } from '@cachet/runtime';
import { readAnswer, retryAfterOf } from './answer.js';

/** The addresses of a host; none when it has none. */
export type HostResolver = (host: string) => Promise<readonly string[]>;

export interface PostOptions {
  readonly resolve: HostResolver;
  readonly takesPrivate: boolean;
  /** Authorities admitted instead of the system's. */
  readonly ca?: readonly string[];
  /** For all of it: finding the host, the handshake, the answer. */
  readonly withinMs: number;
}

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a call went; no fault when the receiver answered 2xx. */
export interface Posted {
  readonly status: number | null;
  readonly fault: WebhookFault | null;
  readonly answer: string | null;
  readonly retryAfterMs: number | null;
}

const LARGEST_HEADER = 16_384;

/**
 * Sends by HTTPS to an address that was judged: the connection goes to what the name led to when we looked, whatever it leads to later.
 * Redirections are not followed, and whatever the receiver does, this ends in time and reads little.
 */
export async function postWebhook(post: Post, options: PostOptions): Promise<Posted> {
  const ending = AbortSignal.timeout(options.withinMs);
  try {
    const addresses = await addressesOf(new URL(post.url), options, ending);
    if (typeof addresses === 'string') return failed(addresses);
    return await answered(await send(post, addresses, options, ending));
  } catch (fault) {
    return failed(ending.aborted ? 'tooSlow' : wordOf(fault));
  }
}

async function addressesOf(
  url: URL,
  { resolve, takesPrivate }: PostOptions,
  ending: AbortSignal,
): Promise<readonly string[] | WebhookFault> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host) ? [host] : await Promise.race([resolve(host).catch(() => []), aborted(ending)]);
  if (found.length === 0) return 'hostUnknown';
  // One address inside is enough to refuse: which of them is called is not ours to choose.
  return takesPrivate || found.every(isPublicAddress) ? found : 'addressNotPublic';
}

function send(
  { url, headers, body }: Post,
  addresses: readonly string[],
  { ca }: PostOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // A connection kept from another call would go where that one was allowed to.
      agent: new Agent({ keepAlive: false, maxCachedSessions: 0 }),
      lookup: pinnedTo(addresses),
      minVersion: 'TLSv1.2',
      maxHeaderSize: LARGEST_HEADER,
      signal,
      ...(ca && { ca: [...ca] }),
    });
    request.on('response', resolve);
    request.on('error', reject);
    request.end(body);
  });
}

/** A way of finding any host at those addresses. */
export function pinnedTo(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, { all: wantsAll }, answer) => {
    if (wantsAll) answer(null, all);
    else answer(null, all[0]?.address ?? '', all[0]?.family);
  };
}

async function answered(response: IncomingMessage): Promise<Posted> {
  const status = response.statusCode ?? 0;
  const retryAfterMs = retryAfterOf(response.headers['retry-after']);
  if (status >= 200 && status < 300) {
    response.destroy();
    return { status, fault: null, answer: null, retryAfterMs: null };
  }
  const fault = status >= 300 && status < 400 ? 'redirected' : 'refused';
  return { status, fault, answer: await readAnswer(response), retryAfterMs };
}

function failed(fault: WebhookFault): Posted {
  return { status: null, fault, answer: null, retryAfterMs: null };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );
}

function wordOf(fault: unknown): WebhookFault {
  const code = typeof fault === 'object' && fault !== null && 'code' in fault ? String(fault.code) : '';
  if (/^(ERR_(TLS|SSL)|EPROTO|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_)/.test(code))
    return 'tlsRefused';
  return code.startsWith('HPE_') ? 'notHttp' : 'unreachable';
}
