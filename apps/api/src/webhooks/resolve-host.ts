import { lookup, Resolver } from 'node:dns/promises';
import type { HostResolver } from './post.js';

const TIMEOUT_MS = 2_000;

/**
 * Asks the name servers themselves: a host that is long in being found keeps no thread of this process waiting. Where private addresses are
 * taken, as in the sandbox, the machine’s own names are known too.
 */
export function hostResolver(servers: readonly string[], takesPrivate: boolean): HostResolver {
  if (takesPrivate) return async (host) => (await lookup(host, { all: true })).map(({ address }) => address);
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 });
  if (servers.length > 0) resolver.setServers([...servers]);
  return async (host) => {
    const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    return found.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  };
}
