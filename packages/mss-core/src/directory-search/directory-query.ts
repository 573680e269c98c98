import { foldName } from '../bal/fold-name.js';
import { done, type Outcome, refused } from '../outcome/index.js';

/** What somebody looks for: an entry answers all that is told. */
export interface DirectoryQuery {
  readonly name?: string | null;
  readonly profession?: string | null;
  readonly speciality?: string | null;
  /** The name of a town, or the beginning of a postal code. */
  readonly town?: string | null;
  readonly structure?: string | null;
  /** An address of a BAL, or what stands in it. */
  readonly bal?: string | null;
  /** Any of these. */
  readonly text?: string | null;
}

export const DIRECTORY_CRITERIA = [
  'name',
  'profession',
  'speciality',
  'town',
  'structure',
  'bal',
  'text',
] as const;
export type DirectoryCriterion = (typeof DIRECTORY_CRITERIA)[number];

/** A question as it is answered: its words, folded, of each criterion that was told. */
export type FoldedQuery = ReadonlyMap<DirectoryCriterion, readonly string[]>;

/** Letters of one criterion and words of a whole question that are worth reading. */
const LONGEST = 100;
const MOST_WORDS = 10;
/** Fewer letters than these would ask for the whole directory. */
const FEWEST_LETTERS = 2;
/** Words as short as that begin thousands: so many of them tell all that they can. */
const MOST_SHORT = 3;

/** The words of a text as directories are asked for them: lower case, without accents, by letters and digits. « Le Goff-Bésard » is le, goff, besard. */
export function foldWords(text: string): readonly string[] {
  return foldName(text).split('-').filter(Boolean);
}

const MOST_REMEMBERED = 20_000;

/** Folds texts of which the same come again and again: professions, towns and given names of a directory. */
export function rememberingFold(): (text: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (text) => {
    const words = known.get(text) ?? foldWords(text);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(text, words);
    return words;
  };
}

/** Reads what was typed. Refuses directoryQueryTooShort: nothing, or wildcards alone, would harvest the directory. */
// EX_2.1.1_5010
export function foldQuery(query: DirectoryQuery): Outcome<FoldedQuery> {
  const folded = new Map<DirectoryCriterion, readonly string[]>();
  let left = MOST_WORDS;
  let short = MOST_SHORT;
  const isTelling = (word: string) => {
    if (word.length > FEWEST_LETTERS) return true;
    if (word.length === FEWEST_LETTERS) short -= 1;
    // A lone letter begins a twenty-sixth of the directory: it is left beside the words that tell something.
    return word.length === FEWEST_LETTERS && short >= 0;
  };
  for (const criterion of DIRECTORY_CRITERIA) {
    const words = foldWords((query[criterion] ?? '').slice(0, LONGEST))
      .filter(isTelling)
      .slice(0, left);
    if (words.length > 0) folded.set(criterion, words);
    left -= words.length;
  }
  const longest = Math.max(0, ...[...folded.values()].flat().map((word) => word.length));
  return longest < FEWEST_LETTERS
    ? refused('directoryQueryTooShort', { letters: String(FEWEST_LETTERS) })
    : done(folded);
}
