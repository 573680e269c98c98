import type { MssAddress } from '../identifiers/index.js';
import type { DirectoryEntry, DirectoryOrigin } from './directory-entry.js';
import type { DirectoryQuery } from './directory-query.js';

/** Why a source could not answer. `absent`: it holds nothing yet. `late`: it did not answer in time. */
export type DirectoryTrouble = 'absent' | 'late' | 'unavailable';

export type DirectoryFound =
  | { readonly kind: 'found'; readonly entries: readonly DirectoryEntry[]; readonly asOf: Date }
  /** More than it gives: some of them, best first, and the asker is to tell more (« affinez »). */
  | { readonly kind: 'tooMany'; readonly entries: readonly DirectoryEntry[]; readonly asOf: Date }
  | { readonly kind: 'unavailable'; readonly trouble: DirectoryTrouble };

/** A directory that can be asked. Its entries are best first; it altered nothing of what the Annuaire told it. */
export interface DirectorySource {
  readonly origin: DirectoryOrigin;
  /** At most `limit` entries; gives up when `signal` says so. A fault of its own is `unavailable`, and never a rejection that matters. */
  search(query: DirectoryQuery, limit: number, signal: AbortSignal): Promise<DirectoryFound>;
}

/** What this installation knows of its own BAL, whatever copies say. */
export interface OwnAddresses {
  /** Of these addresses, those on domains of this installation, and whether each is published there now. */
  published(addresses: readonly MssAddress[]): Promise<ReadonlyMap<MssAddress, boolean>>;
}
