import type { Session } from '../../session/session.js';
import { type Cursor, SyntaxProblem } from '../../wire/cursor.js';
import { unicodePattern } from '../mailbox-name.js';
import { type StatusItem, statusItems } from '../status-items.js';
import { type Pattern, readPattern } from './pattern.js';

/** What a LIST asks (RFC 3501 §6.3.8, RFC 5258, RFC 5819, RFC 6154). */
export interface ListRequest {
  /** The reference already in front. */
  readonly patterns: readonly Pattern[];
  /** RFC 3501: an empty pattern asks for the separator alone. */
  readonly asksSeparator: boolean;
  readonly onlySubscribed: boolean;
  readonly onlySpecialUse: boolean;
  readonly recursive: boolean;
  /** Whether \Subscribed is shown where it is true. */
  readonly tellsSubscribed: boolean;
  readonly status: readonly StatusItem[] | null;
  readonly extended: boolean;
}

const MOST_PATTERNS = 16;

export function listRequest(session: Session, args: Cursor): ListRequest {
  args.space();
  const selection = args.peek() === '(' ? upperAtoms(args) : null;
  for (const option of selection ?? [])
    if (!SELECTIONS.has(option)) throw new SyntaxProblem('Unknown selection option');
  // RFC 5258 §3.1: it says how another option matches, and selects nothing by itself.
  if (selection?.includes('RECURSIVEMATCH') && !selection.some((option) => SELECTING.has(option)))
    throw new SyntaxProblem('RECURSIVEMATCH alone selects nothing');
  if (selection) args.space();
  const reference = unicodePattern(session, args.astring());
  args.space();
  const several = args.peek() === '(';
  const patterns = several ? args.list(() => patternText(session, args)) : [patternText(session, args)];
  if (patterns.length > MOST_PATTERNS) throw new SyntaxProblem('Too many patterns');
  const returns = args.tryTake(' RETURN ') ? returnOptions(args) : null;
  args.end();
  const onlySubscribed = selection?.includes('SUBSCRIBED') ?? false;
  return {
    patterns: patterns.map((text) => listPattern(reference + text)),
    asksSeparator: !selection && !several && patterns[0] === '',
    onlySubscribed,
    onlySpecialUse: selection?.includes('SPECIAL-USE') ?? false,
    recursive: selection?.includes('RECURSIVEMATCH') ?? false,
    tellsSubscribed: onlySubscribed || (returns?.subscribed ?? false),
    status: returns?.status ?? null,
    extended: selection !== null || several || returns !== null,
  };
}

const SELECTING = new Set(['SUBSCRIBED', 'SPECIAL-USE']);
const SELECTIONS = new Set(['SUBSCRIBED', 'REMOTE', 'RECURSIVEMATCH', 'SPECIAL-USE']);

function upperAtoms(args: Cursor): string[] {
  return args.list(() => args.atom('an option').toUpperCase());
}

interface Returns {
  subscribed: boolean;
  status: readonly StatusItem[] | null;
}

function returnOptions(args: Cursor): Returns {
  const returns: Returns = { subscribed: false, status: null };
  args.list(() => {
    const option = args.atom('a return option').toUpperCase();
    if (option === 'SUBSCRIBED') returns.subscribed = true;
    else if (option === 'STATUS') {
      args.space();
      returns.status = statusItems(args);
    } else if (option !== 'CHILDREN' && option !== 'SPECIAL-USE') {
      throw new SyntaxProblem('Unknown return option');
    }
  });
  return returns;
}

/** @throws SyntaxProblem when the pattern is made to be expensive. */
export function listPattern(text: string): Pattern {
  const pattern = readPattern(text);
  if (!pattern) throw new SyntaxProblem('Too many wildcards');
  return pattern;
}

/** RFC 3501 §9 list-mailbox: an atom that may hold wildcards, or a string. */
export function patternText(session: Session, args: Cursor): string {
  const wire = args.tryString() ?? args.match(/[!#$%&'*+,\-./0-9:;<=>?@A-Z[\]^_`a-z|}~]+/y, 'a pattern');
  return unicodePattern(session, wire);
}
