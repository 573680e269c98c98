import type { CopiedEntry } from './copied-entry.js';
import { type DirectoryEntry, type DirectoryMatch, MATCHES } from './directory-entry.js';
import { DIRECTORY_CRITERIA, type DirectoryQuery, type FoldedQuery, foldWords } from './directory-query.js';
import { showCopied } from './show-copied.js';
import { FIELDS_OF, isCommonWord, type WordField, wordsOfEntry } from './word-fields.js';

/**
 * Of entries that a directory told, those that answer the whole question, best first. What the directory cannot be asked, or was not asked
 * again, is judged here.
 */
// RE_2.1_5020: what the user adds to a question is looked for among what came already.
export function foundAmong(
  query: DirectoryQuery,
  entries: readonly CopiedEntry[],
  limit: number,
  told: Pick<DirectoryEntry, 'origin' | 'asOf'>,
): { readonly entries: readonly DirectoryEntry[]; readonly isTooMany: boolean } {
  const folded = foldedWhole(query);
  const answering = entries.flatMap((entry) => {
    const match = matchOf(folded, entry);
    const shown = match && showCopied(entry, { ...told, match });
    return shown ? [shown] : [];
  });
  const best = answering.toSorted((one, other) => MATCHES.indexOf(one.match) - MATCHES.indexOf(other.match));
  return { entries: best.slice(0, limit), isTooMany: best.length > limit };
}

/** Questions come here only once they were found worth asking. */
function foldedWhole(query: DirectoryQuery): FoldedQuery {
  return new Map(DIRECTORY_CRITERIA.map((criterion) => [criterion, foldWords(query[criterion] ?? '')]));
}

/** How well an entry answers the word that it answers least; null when one is nowhere in it. */
function matchOf(query: FoldedQuery, entry: CopiedEntry): DirectoryMatch | null {
  const fields = new Map(wordsOfEntry(entry));
  const terms = [...query].flatMap(([criterion, words]) => words.map((word) => ({ criterion, word })));
  const telling = terms.filter(({ word }) => !isCommonWord(word));
  let worst = 0;
  for (const { criterion, word } of telling.length > 0 ? telling : terms) {
    const place = Math.min(...FIELDS_OF[criterion].map((field) => matchIn(fields, field, word)));
    if (place === Number.POSITIVE_INFINITY) return null;
    worst = Math.max(worst, place);
  }
  return MATCHES[worst] ?? null;
}

function matchIn(
  fields: ReadonlyMap<WordField, ReadonlySet<string>>,
  field: WordField,
  word: string,
): number {
  const words = fields.get(field);
  if (words?.has(word)) return MATCHES.indexOf('exact');
  const all = [...(words ?? [])];
  if (all.some((each) => each.startsWith(word))) return MATCHES.indexOf('prefix');
  return all.some((each) => each.includes(word)) ? MATCHES.indexOf('contains') : Number.POSITIVE_INFINITY;
}
