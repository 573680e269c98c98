import { uidSetOf, uidSetText } from '@cachet/mss-core/messaging';
import { type Cursor, SyntaxProblem } from '../../wire/cursor.js';

const RETURNS = ['MIN', 'MAX', 'ALL', 'COUNT'] as const;
type ReturnOption = (typeof RETURNS)[number];

/** RFC 4731: what of the result is wanted; null is the answer of before it. */
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

export interface SearchResult {
  readonly tag: string;
  readonly byUid: boolean;
  /** Ascending: uids, or message numbers. */
  readonly numbers: readonly number[];
  /** RFC 7162 §3.1.5: the highest modseq among them, when asked. */
  readonly modseq: number | null;
}

export function resultLine(result: SearchResult, returns: Returns): string {
  return returns ? extended(result, returns) : plain(result);
}

function plain({ numbers, modseq }: SearchResult): string {
  const found = numbers.map((number) => ` ${number}`).join('');
  return `* SEARCH${found}${modseq === null || numbers.length === 0 ? '' : ` (MODSEQ ${modseq})`}`;
}

function extended({ tag, byUid, numbers, modseq }: SearchResult, returns: ReadonlySet<ReturnOption>): string {
  const words = [`* ESEARCH (TAG "${tag}")`];
  if (byUid) words.push('UID');
  const first = numbers[0];
  if (first !== undefined) {
    if (returns.has('MIN')) words.push(`MIN ${first}`);
    if (returns.has('MAX')) words.push(`MAX ${numbers.at(-1)}`);
    if (returns.has('ALL')) words.push(`ALL ${uidSetText(uidSetOf(numbers))}`);
  }
  if (returns.has('COUNT')) words.push(`COUNT ${numbers.length}`);
  if (modseq !== null && first !== undefined) words.push(`MODSEQ ${modseq}`);
  return words.join(' ');
}
