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
  /** The DN of that domain as the list writes them, each once. */
  dnsOf(domain: string): readonly string[];
}

/** A list whose signature holds and whose signer is one of ours: what its verified bytes say. */
export interface VerifiedListeBlanche {
  readonly generatedAt: Date;
  /** DN of the signer, RFC 2253 text. */
  readonly signerDn: string;
  readonly signerExpiresAt: Date;
  /** Hex SHA-256 of the file as received. */
  readonly sha256: string;
  readonly rows: readonly ListeBlancheRow[];
}
