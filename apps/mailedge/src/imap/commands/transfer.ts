import type { OpenedBal } from '@cachet/mss-core';
import { type FolderName, type TransferredItems, uidSetOf, uidSetText } from '@cachet/mss-core/messaging';
import { type Outcome, refused } from '@cachet/mss-core/outcome';
import { highestModseqCode } from '../session/highest-modseq.js';
import type { SelectedFolder } from '../session/selected-folder.js';
import type { Session } from '../session/session.js';
import type { Cursor } from '../wire/cursor.js';
import { ok } from './completion.js';
import { placeNamed } from './find-folder.js';
import { type CommandHandler, onSelectedFolder, onWritableFolder } from './handler.js';
import { folderName } from './mailbox-name.js';
import { messageSet, namedUids } from './message-set.js';
import { targetRefusal } from './refusals.js';

export const copy = copying('COPY', false);
export const uidCopy = copying('UID COPY', true);
export const move = moving('MOVE', false);
export const uidMove = moving('UID MOVE', true);

function copying(name: 'COPY' | 'UID COPY', byUid: boolean): CommandHandler {
  return onSelectedFolder(name, async (session, { folder, opened }, { arguments: args }) => {
    const { uids, target } = request(session, args, folder, byUid);
    const copied = await transfer(session, opened, { from: folder.id, uids, target, how: 'copy' });
    return copied.ok ? ok(`${name} completed`, copyUid(copied.value)) : targetRefusal(copied.refusal);
  });
}

/** RFC 6851: the new uids come before the expunges, the expunges before the end. */
function moving(name: 'MOVE' | 'UID MOVE', byUid: boolean): CommandHandler {
  return onWritableFolder(name, async (session, { folder, opened }, { arguments: args }) => {
    const { uids, target } = request(session, args, folder, byUid);
    const moved = await transfer(session, opened, { from: folder.id, uids, target, how: 'move' });
    if (!moved.ok) return targetRefusal(moved.refusal);
    const code = copyUid(moved.value);
    if (!code) return ok(`${name} completed`);
    session.out.line(`* OK [${code}] Moved`);
    folder.noteGone(moved.value.pairs.map((pair) => pair.from));
    return ok(`${name} completed`, await highestModseqCode(session, folder));
  });
}

function request(
  session: Session,
  args: Cursor,
  folder: SelectedFolder,
  byUid: boolean,
): { uids: number[]; target: FolderName } {
  args.space();
  const set = messageSet(args);
  args.space();
  const target = folderName(session, args);
  args.end();
  return { uids: namedUids(folder, set, byUid), target };
}

interface Transfer {
  readonly from: string;
  readonly uids: readonly number[];
  readonly target: FolderName;
  readonly how: 'copy' | 'move';
}

function transfer(
  session: Session,
  opened: OpenedBal,
  { from, uids, target, how }: Transfer,
): Promise<Outcome<TransferredItems>> {
  return session.inBal(opened, async ({ folders }) => {
    const folder = await placeNamed(folders, target);
    if (!folder) return refused('folderUnknown');
    // What comes into the folder one looks at is told with the end of the command.
    const { state } = session;
    if (state.kind === 'selected' && state.folder.id === folder.id) state.folder.stale = true;
    return folders[how](from, uidSetOf(uids), folder.id);
  });
}

/** RFC 4315 §3; nothing to tell when nothing was there to copy. */
function copyUid({ uidValidity, pairs }: TransferredItems): string | null {
  if (pairs.length === 0) return null;
  const from = uidSetText(uidSetOf(pairs.map((pair) => pair.from)));
  const to = uidSetText(uidSetOf(pairs.map((pair) => pair.to)));
  return `COPYUID ${uidValidity} ${from} ${to}`;
}
