import type { IncomingMessage } from 'node:http';
import { isWithin, type Network } from '@cachet/mss-core';

const MOST_HOPS = 20;

/**
 * Where a request comes from. A proxy of ours tells it in X-Forwarded-For, each adding to the right whom it heard: the first from the
 * right that is no proxy of ours. Nobody else is believed.
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  proxies: readonly Network[],
): string | null {
  const peer = socket.remoteAddress ?? null;
  if (proxies.length === 0 || !isWithin(proxies, peer)) return peer;
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const hops = forwarded.slice(-MOST_HOPS).map((hop) => hop.trim());
  return hops.findLast((hop) => hop !== '' && !isWithin(proxies, hop)) ?? peer;
}
