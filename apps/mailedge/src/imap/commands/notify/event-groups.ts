import { FOLDER_SEPARATOR, type Folder, type FolderName } from '@cachet/mss-core/messaging';
import { type Cursor, SyntaxProblem } from '../../wire/cursor.js';
import { type FetchItem, fetchItems } from '../fetch/items.js';
import { folderName, type NameWriter } from '../mailbox-name.js';

/** Which folders a group is about (RFC 5465 §6). */
export type Scope =
  | { readonly kind: 'selected' | 'selectedDelayed' | 'inboxes' | 'personal' | 'subscribed' }
  | { readonly kind: 'subtree' | 'mailboxes'; readonly names: readonly FolderName[] };

/** What a client wishes to be told of some folders (RFC 5465 §5). */
export interface EventGroup {
  readonly scope: Scope;
  /** MessageNew and MessageExpunge, which go together. */
  readonly messages: boolean;
  readonly flags: boolean;
  readonly names: boolean;
  readonly subscriptions: boolean;
  /** What to show of messages new in the selected folder. */
  readonly fetch: readonly FetchItem[];
}

/** RFC 5465 §8 BADEVENT: these are known, others are not. */
export const KNOWN_EVENTS = 'MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange';
const UNKNOWN = new Set(['ANNOTATIONCHANGE', 'MAILBOXMETADATACHANGE', 'SERVERMETADATACHANGE']);
const MOST_GROUPS = 32;
const MOST_NAMES = 200;

/** Null when an event is asked for that nothing here tells. */
export function eventGroups(session: NameWriter, args: Cursor): readonly EventGroup[] | null {
  const groups: (EventGroup | null)[] = [];
  do {
    args.take('(');
    const scope = readScope(session, args);
    args.space();
    groups.push(readEvents(scope, args));
    args.take(')');
    if (groups.length > MOST_GROUPS) throw new SyntaxProblem('Too many event groups');
  } while (args.tryTake(' '));
  const selecting = groups.filter((group) => group && isOfSelected(group.scope));
  if (selecting.length > 1) throw new SyntaxProblem('SELECTED or SELECTED-DELAYED, once');
  return groups.every((group) => group !== null) ? groups : null;
}

export function isOfSelected({ kind }: Scope): boolean {
  return kind === 'selected' || kind === 'selectedDelayed';
}

/** The group a folder that is not selected belongs to: the first that names it (RFC 5465 §6). */
export function groupOf(
  groups: readonly EventGroup[],
  folder: Pick<Folder, 'name' | 'specialUse' | 'subscribed'>,
): EventGroup | null {
  return groups.find(({ scope }) => isWithin(scope, folder)) ?? null;
}

function isWithin(
  scope: Scope,
  { name, specialUse, subscribed }: Pick<Folder, 'name' | 'specialUse' | 'subscribed'>,
): boolean {
  switch (scope.kind) {
    case 'selected':
    case 'selectedDelayed':
      return false;
    case 'personal':
      return true;
    case 'inboxes':
      // Where deliveries are filed by themselves.
      return specialUse === 'inbox' || specialUse === 'junk';
    case 'subscribed':
      return subscribed;
    case 'mailboxes':
      return scope.names.includes(name);
    case 'subtree':
      return scope.names.some((top) => name === top || name.startsWith(top + FOLDER_SEPARATOR));
  }
}

const SCOPES = new Map([
  ['SELECTED', 'selected'],
  ['SELECTED-DELAYED', 'selectedDelayed'],
  ['INBOXES', 'inboxes'],
  ['PERSONAL', 'personal'],
  ['SUBSCRIBED', 'subscribed'],
] as const);

function readScope(session: NameWriter, args: Cursor): Scope {
  const word = args.atom('which folders').toUpperCase();
  for (const [name, kind] of SCOPES) if (name === word) return { kind };
  if (word !== 'SUBTREE' && word !== 'MAILBOXES') throw new SyntaxProblem('Unknown kind of folders');
  args.space();
  const names =
    args.peek() === '(' ? args.list(() => folderName(session, args)) : [folderName(session, args)];
  if (names.length === 0 || names.length > MOST_NAMES)
    throw new SyntaxProblem('Unreasonable number of folders');
  return { kind: word === 'SUBTREE' ? 'subtree' : 'mailboxes', names };
}

/** Null when one of them is known to nobody here. */
function readEvents(scope: Scope, args: Cursor): EventGroup | null {
  const events = new Set<string>();
  let fetch: readonly FetchItem[] = [];
  if (!args.tryTake('NONE'))
    args.list(() => {
      const event = args.atom('an event').toUpperCase();
      events.add(event);
      if (event === 'MESSAGENEW' && args.tryMatch(/ (?=\()/y) !== null) fetch = fetchItems(args);
    });
  const has = (event: string) => events.has(event);
  if ([...events].some((event) => UNKNOWN.has(event))) return null;
  check(scope, events, fetch);
  return {
    scope,
    messages: has('MESSAGENEW'),
    flags: has('FLAGCHANGE'),
    names: has('MAILBOXNAME'),
    subscriptions: has('SUBSCRIPTIONCHANGE'),
    fetch,
  };
}

const EVENTS = new Set(KNOWN_EVENTS.toUpperCase().split(' '));

function check(scope: Scope, events: ReadonlySet<string>, fetch: readonly FetchItem[]): void {
  const has = (event: string) => events.has(event);
  for (const event of events) if (!EVENTS.has(event)) throw new SyntaxProblem('Unknown event');
  // RFC 5465 §5: who does not know what comes and goes cannot make sense of the rest.
  if (has('MESSAGENEW') !== has('MESSAGEEXPUNGE'))
    throw new SyntaxProblem('MessageNew and MessageExpunge go together');
  if (has('FLAGCHANGE') && !has('MESSAGENEW')) throw new SyntaxProblem('FlagChange asks for MessageNew');
  if (!isOfSelected(scope) && fetch.length > 0)
    throw new SyntaxProblem('Items are for the selected folder only');
  if (isOfSelected(scope) && (has('MAILBOXNAME') || has('SUBSCRIPTIONCHANGE')))
    throw new SyntaxProblem('A selected folder has message events only');
}
