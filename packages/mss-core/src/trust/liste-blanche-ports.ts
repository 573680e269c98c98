import type { Outcome } from '../outcome/index.js';
import type { VerifiedListeBlanche } from './liste-blanche.js';

/** Where the liste blanche is published. Refuses with `listeBlancheUnreachable`. */
export interface ListeBlancheSource {
  fetch(): Promise<Outcome<Uint8Array>>;
}

/**
 * Verifies a received list: closed signature profile, signer's chain and revocation, allowed signers. Certificates are judged by the
 * verifier's own clock: the business clock does not age them.
 */
export interface ListeBlancheVerifier {
  verify(xml: Uint8Array): Promise<Outcome<VerifiedListeBlanche>>;
}

/** What is remembered of a version that was accepted. */
export interface ListeBlancheVersion {
  readonly id: string;
  readonly generatedAt: Date;
  readonly fetchedAt: Date;
  /** Hex SHA-256 of `xml`. */
  readonly sha256: string;
  readonly signerDn: string;
  readonly domainCount: number;
  readonly rowCount: number;
}

/** Accepted versions, kept byte for byte. Opened within the transaction that also traces. */
export interface ListeBlancheVersions {
  /** The version in force (the last kept), or null before the first. */
  latest(): Promise<ListeBlancheVersion | null>;
  /** Adds a version and announces it to the other processes at commit. */
  keep(version: ListeBlancheVersion, xml: Uint8Array): Promise<void>;
  /** The bytes of a version as they were received. */
  xmlOf(id: string): Promise<Uint8Array | null>;
}
