import { Resolver } from 'node:dns/promises';
import type { DnsAnswer, DnsReader, DnsType } from '@cachet/mss-core';

const TIMEOUT_MS = 1_000;

/** Asks the given servers (`host:port`), or those of the system when none is given. */
export class SystemDnsReader implements DnsReader {
  readonly #resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 });

  constructor(servers: readonly string[]) {
    if (servers.length > 0) this.#resolver.setServers([...servers]);
  }

  async read(name: string, type: DnsType): Promise<DnsAnswer> {
    try {
      return { kind: 'records', values: await this.#ask(name, type) };
    } catch (fault) {
      const code = fault instanceof Error && 'code' in fault ? fault.code : '';
      // No such name, or no such record of it: an answer, and not a silence.
      if (code === 'ENOTFOUND' || code === 'ENODATA') return { kind: 'records', values: [] };
      return { kind: 'unreachable' };
    }
  }

  async #ask(name: string, type: DnsType): Promise<string[]> {
    switch (type) {
      case 'MX':
        return (await this.#resolver.resolveMx(name)).map(
          ({ priority, exchange }) => `${priority} ${hostOf(exchange)}`,
        );
      case 'SRV':
        return (await this.#resolver.resolveSrv(name)).map(
          ({ priority, weight, port, name: host }) => `${priority} ${weight} ${port} ${hostOf(host)}`,
        );
      case 'TXT':
        return (await this.#resolver.resolveTxt(name)).map((parts) => parts.join(''));
      case 'CNAME':
        return (await this.#resolver.resolveCname(name)).map(hostOf);
      case 'A':
        return this.#resolver.resolve4(name);
      case 'AAAA':
        return this.#resolver.resolve6(name);
    }
  }
}

function hostOf(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
