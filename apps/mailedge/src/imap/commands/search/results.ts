import { uidSetOf, uidSetText } from '@cachet/mss-core/messaging';
import { type Cursor, SyntaxProblem } from '../../wire/cursor.js';

const RETURNS = ['MIN', 'MAX', 'ALL', 'COUNT', 'SAVE'] as const;
type ReturnOption = (typeof RETURNS)[number];

/** RFC 4731: what of the result is wanted, `SAVE` (RFC 5182) included; null is the answer of before it. */
export type Returns = ReadonlySet<ReturnOption> | null;

export function returnOptions(args: Cursor): Returns {
  if (!args.tryTake(' RETURN ')) return null;
  const options = args.list(() => {
    const name = args.atom('a return option').toUpperCase();
    const option = RETURNS.find((known) => known === name);
    if (!option) throw new SyntaxProblem('Unknown return option');
    return option;
  });
  return new Set(options.length > 0 ? options : ['ALL']);
}

/** What IMAP4rev2 answers where nothing special was asked (RFC 9051 §6.4.4). */
export const ALL_OF_THEM: Returns = new Set(['ALL']);

/** What of the uids found the answer is about: RFC 4731 §3.2 for modseqs and RFC 5182 §2.4 for `$` choose the same. */
export function concerned(found: readonly number[], returns: Returns): readonly number[] {
  if (!returns || returns.has('ALL') || returns.has('COUNT')) return found;
  if (!returns.has('MIN') && !returns.has('MAX')) return found;
  const ends = [returns.has('MIN') ? found[0] : undefined, returns.has('MAX') ? found.at(-1) : undefined];
  return [...new Set(ends.filter((uid) => uid !== undefined))];
}

export interface SearchResult {
  readonly tag: string;
  readonly byUid: boolean;
  /** In ascending order, or in the order of a SORT: uids, or message numbers. */
  readonly numbers: readonly number[];
  /** RFC 7162 §3.1.5: the highest modseq of those concerned, when asked. */
  readonly modseq: number | null;
}

/** The untagged answer, or null where nothing is to be said but that it is saved. */
export function resultLine(result: SearchResult, returns: Returns): string | null {
  if (!returns) return plain(result, 'SEARCH');
  return returns.size === 1 && returns.has('SAVE') ? null : extended(result, returns, ascending);
}

/** The same for SORT, whose ALL is in the order of the sort (RFC 5267 §3.2: as ranges where that order rises by one). */
export function sortLine(result: SearchResult, returns: Returns): string | null {
  if (!returns) return plain(result, 'SORT');
  return returns.size === 1 && returns.has('SAVE') ? null : extended(result, returns, inTheirOrder);
}

function plain({ numbers, modseq }: SearchResult, word: 'SEARCH' | 'SORT'): string {
  const found = numbers.map((number) => ` ${number}`).join('');
  return `* ${word}${found}${modseq === null || numbers.length === 0 ? '' : ` (MODSEQ ${modseq})`}`;
}

function inTheirOrder(numbers: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const current = ranges.at(-1);
    if (current && number === current.last + 1) current.last = number;
    else ranges.push({ first: number, last: number });
  }
  return uidSetText(ranges);
}

function ascending(numbers: readonly number[]): string {
  return uidSetText(uidSetOf(numbers));
}

function extended(
  { tag, byUid, numbers, modseq }: SearchResult,
  returns: ReadonlySet<ReturnOption>,
  setText: (numbers: readonly number[]) => string,
): string {
  const words = [`* ESEARCH (TAG "${tag}")`];
  if (byUid) words.push('UID');
  const first = numbers[0];
  if (first !== undefined) {
    if (returns.has('MIN')) words.push(`MIN ${first}`);
    if (returns.has('MAX')) words.push(`MAX ${numbers.at(-1)}`);
    if (returns.has('ALL')) words.push(`ALL ${setText(numbers)}`);
  }
  if (returns.has('COUNT')) words.push(`COUNT ${numbers.length}`);
  if (modseq !== null && first !== undefined) words.push(`MODSEQ ${modseq}`);
  return words.join(' ');
}
