import { type FolderItem, StructuresInTurn } from '@cachet/mss-core/messaging';
import type { Session } from '../../session/session.js';
import type { Selected } from '../../session/state.js';
import { bad, type Completion, no, ok } from '../completion.js';
import { type CommandHandler, onSelectedFolder } from '../handler.js';
import { messageSet, namedUids } from '../message-set.js';
import { changedAmong } from './changed-among.js';
import { type FetchItem, fetchItems, type PlainItem } from './items.js';
import { idsOf, type Loaded, load } from './load.js';
import { fetchModifiers } from './modifiers.js';
import { type FetchPlan, plan } from './plan.js';
import { ShortReads } from './short-reads.js';
import { show, showFacts } from './show.js';

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
      const modifiers = fetchModifiers(args);
      args.end();
      const { changedSince, vanished } = modifiers;
      if (vanished && !(byUid && session.qresync))
        return bad('VANISHED is for UID FETCH, with QRESYNC enabled');
      if (changedSince !== null || items.some((item) => item.kind === 'modseq')) session.tellModseqs();
      const named = namedUids(selected.folder, set, byUid);
      const uids =
        changedSince === null ? named : await changedAmong(session, selected, named, set, modifiers);
      return showAll(
        session,
        selected,
        plan(items, { byUid, changedSince, qresync: session.qresync }),
        uids,
        name,
      );
    },
    { holdsExpunges: !byUid },
  );
}

/** Shows these messages as planned, batch by batch; `name` is the command's. */
export async function showAll(
  session: Session,
  selected: Selected,
  wanted: FetchPlan,
  uids: readonly number[],
  name: string,
): Promise<Completion> {
  const problems = { gone: 0, damaged: 0, undecodable: 0 };
  let found = 0;
  for (let at = 0; at < uids.length; at += wanted.batch) {
    const loaded = await load(session, selected, wanted, uids.slice(at, at + wanted.batch));
    await showBatch(session, selected, wanted, loaded, problems);
    if (session.ending) return ok('Interrupted');
    found += loaded.items.length;
  }
  // What could be shown was (RFC 3516 §4.3 says so of an encoding).
  if (problems.damaged > 0) return no('Some messages are damaged and were left out', 'CORRUPTION');
  if (problems.undecodable > 0) return no('A part has an encoding that cannot be undone', 'UNKNOWN-CTE');
  // RFC 5530: some of the messages named were removed meanwhile by somebody else.
  const missing = wanted.changedSince === null && found < uids.length;
  return ok(`${name} completed`, missing || problems.gone > 0 ? 'EXPUNGEISSUED' : null);
}

/** Messages that were not shown as asked. */
interface Problems {
  gone: number;
  damaged: number;
  undecodable: number;
}

async function showBatch(
  session: Session,
  { folder, opened }: Selected,
  wanted: FetchPlan,
  { items, structures, newlySeen, traced }: Loaded,
  problems: Problems,
): Promise<void> {
  const bytes = session.deps.store.bytes(session.contextOf(opened), opened.bal.id);
  const asksFlags = wanted.items.some((item) => item.kind === 'flags');
  folder.flags.announce(session.out, asksFlags ? items : items.filter(({ uid }) => newlySeen.has(uid)));
  const more = (ids: readonly string[]) => session.inBal(opened, ({ folders }) => folders.structures(ids));
  const ids = wanted.needsStructure ? idsOf(items) : [];
  const inTurn = wanted.needsStructure ? new StructuresInTurn(ids, more, structures) : null;
  const reads = inTurn && wanted.hasSections ? new ShortReads(bytes, ids, inTurn, wanted.items) : null;
  const left = new Set<number>();
  for (const item of items) {
    const number = folder.sequence.numberOf(item.uid);
    if (number === null) continue;
    const structure = inTurn && (await inTurn.of(item.messageId));
    if (inTurn && !structure) {
      if (structure === null) problems.damaged += 1;
      else problems.gone += 1;
      left.add(item.uid);
      continue;
    }
    const isRecent = folder.recent.has(item.uid);
    const shown = { number, item, isRecent, structure, items: shownItems(session, wanted, newlySeen, item) };
    if (!reads) showFacts(session.out, shown);
    else if (!(await show(session.out, await reads.of(item.messageId), shown, traced)))
      problems.undecodable += 1;
    if (session.ending) return;
  }
  // Though none of them could be shown: a trace that is not kept is told.
  await traced;
  // Of those left out, what changed is told like any news.
  folder.noteTold(items.filter(({ uid }) => newlySeen.has(uid) && !left.has(uid)));
  await session.out.flush();
}

/** RFC 3501 §6.4.5: when reading changed the flags, they are part of the answer, with what CONDSTORE and QRESYNC add to such news. */
function shownItems(
  { condstore, qresync }: Session,
  { items }: FetchPlan,
  newlySeen: ReadonlySet<number>,
  { uid }: FolderItem,
): FetchPlan['items'] {
  if (!newlySeen.has(uid)) return items;
  const added: FetchItem[] = [];
  const add = (kind: PlainItem) => {
    if (!items.some((item) => item.kind === kind)) added.push({ kind });
  };
  if (qresync) add('uid');
  add('flags');
  if (condstore) add('modseq');
  return [...added, ...items];
}
