import { Resolver } from 'node:dns/promises';
import type { DeliveryCause } from '@cachet/mss-core';

/** Where a domain's mail goes, or why that is not known. */
export type MxAnswer =
  | { readonly kind: 'hosts'; readonly hosts: readonly string[] }
  | { readonly kind: 'temporary' | 'permanent'; readonly cause: DeliveryCause };

export interface MxResolver {
  /** Hosts by preference, equal ones in random order (RFC 5321 §5.1). */
  hostsOf(domain: string): Promise<MxAnswer>;
  /** Addresses of a host; empty when it has none or cannot be asked. */
  addressesOf(host: string): Promise<readonly string[]>;
}

const TIMEOUT_MS = 5_000;

/** Asks the given servers (`host:port`), or those of the system when none is given. */
export class DnsMxResolver implements MxResolver {
  readonly #resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 });

  constructor(servers: readonly string[]) {
    if (servers.length > 0) this.#resolver.setServers([...servers]);
  }

  // EX_3.2_5050 (1): the destination is found by the MX records of its domain.
  async hostsOf(domain: string): Promise<MxAnswer> {
    try {
      const records = await this.#resolver.resolveMx(domain);
      // RFC 7505: a single MX to the root says that no mail is taken.
      if (records.every(({ exchange }) => exchange === '')) {
        return { kind: 'permanent', cause: 'domainTakesNoMail' };
      }
      return { kind: 'hosts', hosts: byPreference(records) };
    } catch (fault) {
      return answerOf(codeOf(fault), domain);
    }
  }

  async addressesOf(host: string): Promise<readonly string[]> {
    const [v4, v6] = await Promise.allSettled([this.#resolver.resolve4(host), this.#resolver.resolve6(host)]);
    return [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  }
}

function byPreference(records: readonly { exchange: string; priority: number }[]): string[] {
  return records
    .filter(({ exchange }) => exchange !== '')
    .map((record) => ({ ...record, dice: Math.random() }))
    .sort((a, b) => a.priority - b.priority || a.dice - b.dice)
    .map(({ exchange }) => exchange.toLowerCase().replace(/\.$/, ''));
}

function answerOf(code: string, domain: string): MxAnswer {
  switch (code) {
    case 'ENOTFOUND':
      return { kind: 'permanent', cause: 'domainUnknown' };
    case 'ENODATA':
      // RFC 5321 §5.1: without MX the domain itself is the host.
      return { kind: 'hosts', hosts: [domain] };
    default:
      return { kind: 'temporary', cause: 'directoryUnavailable' };
  }
}

function codeOf(fault: unknown): string {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : '';
}
