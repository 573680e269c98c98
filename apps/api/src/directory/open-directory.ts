import type { DirectorySource } from '@cachet/mss-core';
import { CopiedDirectory, type Database } from '@cachet/schema';

/** The directories that are searched here, and how long they are waited for. */
export interface Directories {
  /** Our own BAL first. */
  readonly sources: readonly DirectorySource[];
  /** Milliseconds. */
  readonly patienceMs: number;
}

const PATIENCE_MS = 3_000;

/** Opened once by a process, whose memory holds the words of the copies. `outside` are asked beside them. */
export function openDirectories(database: Database, outside: readonly DirectorySource[] = []): Directories {
  const copies = [
    new CopiedDirectory(database, 'own', 'local'),
    new CopiedDirectory(database, 'bals', 'extraction'),
  ];
  return { sources: [...copies, ...outside], patienceMs: PATIENCE_MS };
}
