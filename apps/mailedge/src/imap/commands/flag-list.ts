import { type Flag, MAX_FLAGS, parseFlag } from '@cachet/mss-core/messaging';
import { type Cursor, SyntaxProblem } from '../wire/cursor.js';

const FLAG = /\\?[!#$&'+,\-./0-9:;<=>?@A-Z[^_`a-z|}~]+/y;

/** Flags between parentheses. \Recent is the server's: named by a client, it is passed over. */
export function parenthesizedFlags(args: Cursor): readonly Flag[] {
  return distinct(args.list(() => oneFlag(args)));
}

/** STORE also takes them without parentheses (RFC 3501 §9 store-att-flags). */
export function flags(args: Cursor): readonly Flag[] {
  if (args.peek() === '(') return parenthesizedFlags(args);
  const bare = [oneFlag(args)];
  while (args.tryTake(' ')) bare.push(oneFlag(args));
  return distinct(bare);
}

function oneFlag(args: Cursor): Flag | null {
  const text = args.match(FLAG, 'a flag');
  const flag = parseFlag(text);
  if (!flag && text.toLowerCase() !== '\\recent') throw new SyntaxProblem('Unknown flag');
  return flag;
}

function distinct(found: readonly (Flag | null)[]): readonly Flag[] {
  const kept = [...new Set(found.filter((flag) => flag !== null))];
  if (kept.length > MAX_FLAGS) throw new SyntaxProblem('Too many flags');
  return kept;
}
