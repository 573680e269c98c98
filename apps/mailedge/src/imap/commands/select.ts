import type { FolderOpening } from '@cachet/mss-core/messaging';
import { recentFor } from '../session/recent-uids.js';
import { SelectedFolder } from '../session/selected-folder.js';
import type { Session } from '../session/session.js';
import { type Cursor, SyntaxProblem } from '../wire/cursor.js';
import { type Completion, ok } from './completion.js';
import { folderNamed } from './find-folder.js';
import { type CommandHandler, onReadableBal } from './handler.js';
import { tellSelected } from './list/normalized-name.js';
import { askedName } from './mailbox-name.js';
import { mailboxId } from './object-ids.js';
import { refusal } from './refusals.js';
import { type KnownState, knownState, tellSince } from './resync.js';

export const select = opening('SELECT', false);
export const examine = opening('EXAMINE', true);

function opening(name: 'SELECT' | 'EXAMINE', readOnly: boolean): CommandHandler {
  return onReadableBal(name, async (session, opened, { arguments: args }) => {
    args.space();
    const { name: wanted, text } = askedName(session, args);
    const knowsModseqs = args.tryTake(' ');
    const known = knowsModseqs ? parameters(session, args) : null;
    args.end();
    // RFC 3501 §6.3.1: the folder that was selected is left, even when the new one cannot be opened.
    leave(session);
    if (knowsModseqs) session.tellModseqs();
    const found = await session.inBal(opened, async ({ folders }) => {
      const named = await folderNamed(folders, wanted);
      const opening = named && (await folders.open(named.id));
      return (
        opening && {
          ...opening,
          recent: await recentFor(session, folders, { id: opening.folder.id, readOnly }, 'sure'),
        }
      );
    });
    if (!found) return refusal({ code: 'folderUnknown', detail: {} });
    const folder = new SelectedFolder(found.folder, found.uids, readOnly);
    folder.recent.add(found.recent);
    session.select(opened, folder);
    folder.flags.describe(session.out, found.keywords);
    const completion = describe(session, found, folder, name);
    tellSelected(session, found.folder, text);
    if (known) await tellSince(session, opened, folder, known);
    return completion;
  });
}

/** RFC 7162 §3.2.11: the client learns from where on responses speak of another folder. */
function leave(session: Session): void {
  if (session.state.kind === 'selected') session.out.line('* OK [CLOSED] The previous folder is closed');
  session.unselect();
}

/** RFC 7162 §3.1.8 `(CONDSTORE)`, §3.2.5 `(QRESYNC (…))`; unknown parameters are an error (RFC 4466). */
function parameters(session: Session, args: Cursor): KnownState | null {
  let known: KnownState | null = null;
  args.list(() => {
    const parameter = args.atom('a parameter').toUpperCase();
    if (parameter === 'QRESYNC' && session.qresync) {
      args.space();
      known = knownState(args);
    } else if (parameter !== 'CONDSTORE') throw new SyntaxProblem('Unknown parameter');
  });
  return known;
}

function describe(
  { out, rev2 }: Session,
  { folder, uids, firstUnseen }: FolderOpening,
  { recentCount, readOnly }: SelectedFolder,
  name: 'SELECT' | 'EXAMINE',
): Completion {
  out.line(`* ${uids.length} EXISTS`);
  // RFC 9051 appendix E: IMAP4rev2 has neither RECENT nor UNSEEN here.
  if (!rev2) out.line(`* ${recentCount} RECENT`);
  if (firstUnseen !== null && !rev2) out.line(`* OK [UNSEEN ${firstUnseen}] First unseen message`);
  out.line(`* OK [UIDVALIDITY ${folder.uidValidity}] UIDs valid`);
  out.line(`* OK [UIDNEXT ${folder.uidNext}] Predicted next UID`);
  out.line(`* OK [HIGHESTMODSEQ ${folder.highestModseq}] Highest modification sequence`);
  // RFC 8474 §4.2.
  out.line(`* OK [MAILBOXID (${mailboxId(folder.id)})] Name that lasts`);
  return ok(`${name} completed`, readOnly ? 'READ-ONLY' : 'READ-WRITE');
}
