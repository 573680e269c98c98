import type { FolderItem } from '@cachet/mss-core/messaging';
import type { Session } from '../../session/session.js';
import type { Selected } from '../../session/state.js';
import type { Cursor } from '../../wire/cursor.js';
import { type Completion, ok } from '../completion.js';
import { type CommandHandler, onSelectedFolder } from '../handler.js';
import { messageSet, namedUids } from '../message-set.js';
import { fetchItems } from './items.js';
import { load } from './load.js';
import { type FetchPlan, plan } from './plan.js';
import { show } from './show.js';

export const fetch = fetching('FETCH', false);
export const uidFetch = fetching('UID FETCH', true);

function fetching(name: 'FETCH' | 'UID FETCH', byUid: boolean): CommandHandler {
  return onSelectedFolder(
    name,
    async (session, selected, { arguments: args }) => {
      args.space();
      const set = messageSet(args);
      args.space();
      const items = fetchItems(args);
      const changedSince = args.tryTake(' (') ? modifier(args) : null;
      args.end();
      if (changedSince !== null || items.some((item) => item.kind === 'modseq')) session.condstore = true;
      const uids = namedUids(selected.folder.sequence, set, byUid);
      return showAll(session, selected, plan(items, byUid, changedSince), uids, name);
    },
    { holdsExpunges: !byUid },
  );
}

/** RFC 7162 §3.1.4.1. */
function modifier(args: Cursor): number {
  args.take('CHANGEDSINCE ');
  const modseq = args.number();
  args.take(')');
  return modseq;
}

async function showAll(
  session: Session,
  selected: Selected,
  wanted: FetchPlan,
  uids: readonly number[],
  name: string,
): Promise<Completion> {
  const { folder, opened } = selected;
  const bytes = session.deps.store.bytes(session.contextOf(opened), opened.bal.id);
  let found = 0;
  for (let at = 0; at < uids.length; at += wanted.batch) {
    const { items, structures, newlySeen } = await load(
      session,
      selected,
      wanted,
      uids.slice(at, at + wanted.batch),
    );
    found += items.length;
    for (const item of items) {
      const number = folder.sequence.numberOf(item.uid);
      if (number === null) continue;
      const structure = structures.get(item.messageId) ?? null;
      await show(session.out, bytes, { number, item, structure, items: shownItems(wanted, newlySeen, item) });
      if (session.ending) return ok('Interrupted');
    }
    folder.noteTold(items.filter((item) => newlySeen.has(item.uid)));
    await session.out.flush();
  }
  // RFC 5530: some of the messages named were removed meanwhile by somebody else.
  const missing = wanted.changedSince === null && found < uids.length;
  return ok(`${name} completed`, missing ? 'EXPUNGEISSUED' : null);
}

/** RFC 3501 §6.4.5: when reading changed the flags, they are part of the answer. */
function shownItems(
  { items }: FetchPlan,
  newlySeen: ReadonlySet<number>,
  { uid }: FolderItem,
): FetchPlan['items'] {
  if (!newlySeen.has(uid) || items.some((item) => item.kind === 'flags')) return items;
  return [{ kind: 'flags' }, ...items];
}
