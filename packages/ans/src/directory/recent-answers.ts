import type { CopiedEntry, FoldedQuery } from '@cachet/mss-core/directory-search';

/** What a directory told, whole, and when. */
export interface WholeAnswer {
  readonly entries: readonly CopiedEntry[];
  readonly asOf: Date;
}

const KEPT_MS = 2 * 60_000;
const MOST_KEPT = 200;

/**
 * Whole answers of the last moments: who adds a word to a question, or ends one, is answered from what came already. Held in memory, by
 * this process, and told to no log.
 */
// RE_2.1_5020
export class RecentAnswers {
  private readonly kept = new Map<string, { readonly query: FoldedQuery; readonly answer: WholeAnswer }>();

  /** The answer to a question that this one only narrows. */
  find(query: FoldedQuery, at: Date): WholeAnswer | null {
    this.forget(at);
    for (const { query: wider, answer } of this.kept.values()) if (isNarrowed(wider, query)) return answer;
    return null;
  }

  keep(query: FoldedQuery, answer: WholeAnswer): void {
    const key = JSON.stringify([...query]);
    this.kept.delete(key);
    this.kept.set(key, { query, answer });
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }

  private forget(at: Date): void {
    for (const [key, { answer }] of this.kept) {
      if (at.getTime() - answer.asOf.getTime() <= KEPT_MS) return;
      this.kept.delete(key);
    }
  }
}

/** Whether whatever answers the second answers the first: each word of the first stands in one of the second’s, of the same criterion. */
function isNarrowed(wider: FoldedQuery, query: FoldedQuery): boolean {
  return [...wider].every(([criterion, words]) =>
    words.every((word) => query.get(criterion)?.some((longer) => longer.includes(word))),
  );
}
