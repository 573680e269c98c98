import type { CopiedEntry, CopiedPractice } from './copied-entry.js';
import type { WordPlaces } from './word-segment.js';

/** `bals`: the BAL that the Annuaire publishes; `identities`: professionals and their practices; `own`: the BAL of this installation. */
export type CopyKind = 'bals' | 'identities' | 'own';

/** `loading` is seen by nobody; `pending` waits for a person’s yes; `former` serves those who still read it. */
export type CopyState = 'loading' | 'pending' | 'inForce' | 'former';

/** A copy of a directory, without its lines. */
export interface DirectoryCopy {
  readonly id: number;
  readonly kind: CopyKind;
  readonly state: CopyState;
  /** By which service it came. */
  readonly source: string;
  readonly fileName: string | null;
  readonly startedAt: Date;
  /** The moment of what it tells. */
  readonly asOf: Date | null;
  readonly loadedAt: Date | null;
  readonly sha256: string | null;
  readonly lineCount: number;
  readonly badLineCount: number;
}

/** What is known of a file before its lines are. */
export interface CopiedFile {
  readonly fileName: string | null;
  readonly asOf: Date;
  readonly sha256: string;
}

/** A file that was fetched. Its lines are read once; it is removed by `close`. */
export interface CopyReading {
  readonly file: CopiedFile;
  /** Entries of `bals` and `own`, practices of `identities`, some thousands at a time. @throws CopyRefused as late as behind the last. */
  batches(): AsyncIterable<readonly CopiedLine[]>;
  /** Lines that were not those of an entry, so far. */
  badLines(): number;
  close(): Promise<void>;
}

export type CopiedLine = CopiedEntry | CopiedPractice;

/** Where copies come from. */
export interface CopySource {
  readonly name: string;
  /** @throws CopyRefused */
  open(): Promise<CopyReading>;
}

/**
 * Copies as they are kept. Whoever begins one forgets what another had begun of that kind; that other, if it lives, is refused whatever it still
 * writes, by an exception.
 */
export interface DirectoryCopies {
  /** In force and pending ones; those that are being loaded are nobody’s to see. */
  list(): Promise<readonly DirectoryCopy[]>;
  /** Forgets what another began and did not end, what waited and what is former; then begins one. Answers its number, which no other copy ever had. */
  begin(kind: CopyKind, source: string, at: Date): Promise<number>;
  addEntries(copyId: number, first: number, entries: readonly CopiedEntry[]): Promise<void>;
  addWords(copyId: number, segment: number, words: Iterable<WordPlaces>): Promise<void>;
  addPractices(copyId: number, first: number, practices: readonly CopiedPractice[]): Promise<void>;
  /** Closes it; in force, all at once in the place of the one that was. */
  finish(
    copyId: number,
    state: 'inForce' | 'pending',
    told: CopiedFile & { readonly lineCount: number; readonly badLineCount: number; readonly at: Date },
  ): Promise<void>;
  /** The pending copy of these very octets, in force. False where there is none. */
  approve(sha256: string): Promise<DirectoryCopy | null>;
  forget(copyId: number): Promise<void>;
}
