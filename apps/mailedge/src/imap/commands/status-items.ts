import { DELETED, type Folder, type FolderStore, uidSetOf } from '@cachet/mss-core/messaging';
import type { Session } from '../session/session.js';
import { type Cursor, SyntaxProblem } from '../wire/cursor.js';
import { wireName } from './mailbox-name.js';
import { mailboxId } from './object-ids.js';

/** A folder with what STATUS may tell of it. */
export interface Counted {
  readonly folder: Folder;
  /** Sizes of the messages that bear \Deleted, where they were asked. */
  readonly deleted: readonly number[];
  /** Messages that no session was told of yet, where that was asked. */
  readonly recent: number;
}

const VALUES = {
  MESSAGES: ({ folder }: Counted) => folder.messages,
  RECENT: ({ recent }: Counted, { rev2 }: Session) => (rev2 ? 0 : recent),
  UIDNEXT: ({ folder }: Counted) => folder.uidNext,
  UIDVALIDITY: ({ folder }: Counted) => folder.uidValidity,
  UNSEEN: ({ folder }: Counted) => folder.unseen,
  HIGHESTMODSEQ: ({ folder }: Counted) => folder.highestModseq,
  // RFC 8474 §4.3.
  MAILBOXID: ({ folder }: Counted) => `(${mailboxId(folder.id)})`,
  SIZE: ({ folder }: Counted) => folder.size,
  // RFC 9051 §6.3.11.
  DELETED: ({ deleted }: Counted) => deleted.length,
  // RFC 9208 §4.
  'DELETED-STORAGE': ({ deleted }: Counted) => Math.ceil(deleted.reduce((sum, size) => sum + size, 0) / 1024),
  // RFC 7889 §3.3: the same for every folder.
  APPENDLIMIT: (_: Counted, { deps }: Session) => deps.limits.messageBytes,
} as const;

export type StatusItem = keyof typeof VALUES;

export function statusItems(args: Cursor): readonly StatusItem[] {
  return args.list(() => {
    const name = args.atom('a status item').toUpperCase();
    if (!isStatusItem(name)) throw new SyntaxProblem('Unknown status item');
    return name;
  });
}

/** Reads what the folder's own counters do not tell. */
export async function counted(
  folders: FolderStore,
  folder: Folder,
  items: readonly StatusItem[],
): Promise<Counted> {
  const recent = items.includes('RECENT') ? await recentIn(folders, folder) : 0;
  if (!items.includes('DELETED') && !items.includes('DELETED-STORAGE'))
    return { folder, deleted: [], recent };
  const found = await folders.search(folder.id, { kind: 'flag', flag: DELETED, present: true });
  const deleted = found.ok ? await folders.items(folder.id, uidSetOf(found.value)) : [];
  return { folder, deleted: deleted.map(({ size }) => size), recent };
}

async function recentIn(
  folders: FolderStore,
  { id, recentFrom, uidNext, messages }: Folder,
): Promise<number> {
  if (recentFrom === 1 || messages === 0) return messages;
  return recentFrom < uidNext ? folders.countFrom(id, recentFrom) : 0;
}

/** `asked` is the name the client used for it, which it looks for in the answer. */
export function statusLine(
  session: Session,
  shown: Counted,
  items: readonly StatusItem[],
  asked: string = shown.folder.name,
): string {
  const values = items.map((item) => `${item} ${VALUES[item](shown, session)}`).join(' ');
  return `* STATUS ${wireName(session, asked)} (${values})`;
}

function isStatusItem(name: string): name is StatusItem {
  return Object.hasOwn(VALUES, name);
}
