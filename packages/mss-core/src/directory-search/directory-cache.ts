import type { CopiedEntry } from './copied-entry.js';

/** What a service told of one question. */
export interface KeptAnswer {
  readonly entries: readonly CopiedEntry[];
  /** Whether there were more. */
  readonly isCut: boolean;
  readonly asOf: Date;
}

/** Answers of a directory that are kept beside it, for when it is slow or away. The key tells nothing of the question. */
// RE_2.1_5030
export interface DirectoryCache {
  read(key: string): Promise<KeptAnswer | null>;
  /** In the place of what was kept by that key; the oldest leave once there are many. */
  keep(key: string, answer: KeptAnswer): Promise<void>;
}
