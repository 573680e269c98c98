import type { DistinguishedName } from './distinguished-name.js';

/** One row of the liste blanche: a domain and one DN allowed to speak for it (EX_LBL_5010: several rows per domain and per DN). */
export interface ListeBlancheRow {
  readonly domain: string;
  readonly dn: string;
}

/** The liste blanche in force, indexed; lookups are synchronous and cost microseconds. */
export interface ListeBlanche {
  readonly generatedAt: Date;
  readonly domainCount: number;
  hasDomain(domain: string): boolean;
  hasDn(dn: DistinguishedName): boolean;
  isBound(dn: DistinguishedName, domain: string): boolean;
}
