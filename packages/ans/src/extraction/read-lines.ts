import type { CopiedLine } from '@cachet/mss-core/directory-search';

/** Counts the lines that are no entry, while a file is read. */
export interface ReadLines {
  bad: number;
}

/** Reads the lines of a file, some thousands at a time. @throws CopyRefused */
export type LineReader = (
  pieces: AsyncIterable<Buffer>,
  count: ReadLines,
) => AsyncIterable<readonly CopiedLine[]>;
