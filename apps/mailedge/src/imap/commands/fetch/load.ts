import type { TenantContext, TraceEvent } from '@cachet/mss-core';
import { type FolderItem, SEEN, uidSetOf } from '@cachet/mss-core/messaging';
import type { MessageStructure } from '@cachet/mss-core/mime';
import type { BalStores } from '../../ports.js';
import type { Session } from '../../session/session.js';
import type { Selected } from '../../session/state.js';
import type { FetchPlan } from './plan.js';

export interface Loaded {
  readonly items: readonly FolderItem[];
  /** Of the first of them at least, when the plan needs any. */
  readonly structures: ReadonlyMap<string, MessageStructure | null>;
  /** Uids whose flags changed because they are being read. */
  readonly newlySeen: ReadonlySet<number>;
  /** Settled once the traces of what is read are kept: it may be opened meanwhile, and none of it is told before. */
  readonly traced: Promise<void>;
}

/** Everything but the octets of one batch of messages, in one transaction; the traces of what will be read are on their way behind it. */
export async function load(
  session: Session,
  selected: Selected,
  plan: FetchPlan,
  uids: readonly number[],
): Promise<Loaded> {
  const { folder, opened } = selected;
  const context = session.contextOf(opened);
  const loaded = await session.deps.store.inBal(context, opened.bal.id, async (stores) => {
    const before = await wanted(stores, folder.id, plan, uids);
    const unread =
      plan.marksSeen && !folder.readOnly ? before.filter((item) => !item.flags.includes(SEEN)) : [];
    const items = unread.length > 0 ? await markSeen(stores, folder.id, before, unread) : before;
    const ids = plan.needsStructure ? idsOf(items) : [];
    const structures = ids.length > 0 ? await stores.folders.structures(ids) : new Map();
    return { items, structures, newlySeen: new Set(unread.map((item) => item.uid)) };
  });
  const traced = plan.readsContent ? trace(session, context, selected, loaded.items) : Promise.resolve();
  // Told to whoever waits for it; a command that failed before waits no more.
  traced.catch(() => undefined);
  return { ...loaded, traced };
}

// EX_GDT_5030: reading a message's content is traced, once a session and message, before an octet of it is sent.
async function trace(
  session: Session,
  context: TenantContext,
  { folder, opened }: Selected,
  items: readonly FolderItem[],
): Promise<void> {
  const news = items.filter((item) => !folder.opened.has(item.uid));
  if (news.length === 0) return;
  await session.deps.store.inBal(context, opened.bal.id, ({ journal }) =>
    journal.record(news.map((item) => reading(item, opened.bal.id, folder.id))),
  );
  for (const { uid } of news) folder.opened.add(uid);
}

/** Each once, in order. */
export function idsOf(items: readonly FolderItem[]): readonly string[] {
  return [...new Set(items.map((item) => item.messageId))];
}

async function wanted(
  { folders }: BalStores,
  folderId: string,
  { changedSince }: FetchPlan,
  uids: readonly number[],
): Promise<readonly FolderItem[]> {
  const items = await folders.items(folderId, uidSetOf(uids));
  return changedSince === null ? items : items.filter((item) => item.modseq > changedSince);
}

async function markSeen(
  { folders }: BalStores,
  folderId: string,
  items: readonly FolderItem[],
  unread: readonly FolderItem[],
): Promise<readonly FolderItem[]> {
  const uids = uidSetOf(unread.map((item) => item.uid));
  const marked = await folders.storeFlags(folderId, uids, { mode: 'add', flags: [SEEN] });
  if (!marked.ok) return items;
  const now = new Map(marked.value.items.map((item) => [item.uid, item]));
  return items.map((item) => now.get(item.uid) ?? item);
}

function reading(item: FolderItem, balId: string, folderId: string): TraceEvent {
  return {
    kind: 'message.read',
    outcome: 'ok',
    balId,
    messageId: item.messageId,
    facts: { folderId, uid: item.uid },
  };
}
