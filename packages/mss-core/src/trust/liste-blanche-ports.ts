import type { Outcome } from '../outcome/index.js';
import type { ListeBlancheChange } from './changes-between-lists.js';
import type { ListeBlancheRow, VerifiedListeBlanche } from './liste-blanche.js';

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
  /** The rows of a list that was accepted earlier, verified as of that day; asks nobody. */
  rowsOf(
    xml: Uint8Array,
    version: Pick<ListeBlancheVersion, 'sha256' | 'fetchedAt'>,
  ): Promise<Outcome<readonly ListeBlancheRow[]>>;
}

/** What is remembered of a version that was accepted. */
export interface ListeBlancheVersion {
  readonly id: string;
  readonly generatedAt: Date;
  readonly fetchedAt: Date;
  /** Hex SHA-256 of `xml`. */
  readonly sha256: string;
  readonly signerDn: string;
  /** End of the signer's certificate; null for a version kept before it was remembered. */
  readonly signerExpiresAt: Date | null;
  readonly domainCount: number;
  readonly rowCount: number;
}

/** Accepted versions, kept byte for byte. Opened within the transaction that also traces. */
export interface ListeBlancheVersions {
  /** Keeps others from putting a list in force until this transaction ends. */
  hold(): Promise<void>;
  /** The version in force (the last kept), or null before the first. */
  latest(): Promise<ListeBlancheVersion | null>;
  /** Adds a version with what it changed, forgets the bytes of very old ones, and announces it to the other processes at commit. */
  keep(version: ListeBlancheVersion, xml: Uint8Array, changes: readonly ListeBlancheChange[]): Promise<void>;
  /** The bytes of a version as they were received. */
  xmlOf(id: string): Promise<Uint8Array | null>;
}

/** The one list that waits for a person's yes, if any. */
export interface PendingListeBlanche {
  read(): Promise<{ readonly version: ListeBlancheVersion; readonly xml: Uint8Array } | null>;
  /** In the place of the one that waited before. */
  put(version: ListeBlancheVersion, xml: Uint8Array): Promise<void>;
  clear(): Promise<void>;
}
