import type { OpenedBal } from '@cachet/mss-core';
import { mayAppendTo } from '@cachet/mss-core/access';
import type { AppendedItems, Flag, FolderName, FolderPlace, NewItem } from '@cachet/mss-core/messaging';
import { depositLetters, isMostlyThere, uidSetOf, uidSetText } from '@cachet/mss-core/messaging';
import { type Outcome, refused } from '@cachet/mss-core/outcome';
import type { SpooledMessage } from '../ports.js';
import type { Session } from '../session/session.js';
import type { Command } from '../wire/command-reader.js';
import { type Cursor, SyntaxProblem } from '../wire/cursor.js';
import { parseDateTime } from '../wire/dates.js';
import { bad, type Completion, ok } from './completion.js';
import { placeNamed } from './find-folder.js';
import { parenthesizedFlags } from './flag-list.js';
import { onOpenedBal } from './handler.js';
import { folderName } from './mailbox-name.js';
import { targetRefusal } from './refusals.js';

const MOST_MESSAGES = 100;

type Spooled = NewItem & SpooledMessage;

/**
 * Files messages sent by the client (RFC 3501 §6.3.11; several at once, RFC 3502). Each is refused before its first octet when
 * that can be known, streamed to the spool and the scanner otherwise, and all are filed together or not at all.
 */
export const append = onOpenedBal('APPEND', async (session, opened, command) => {
  command.arguments.space();
  const name = folderName(session, command.arguments);
  const folder = await targetOf(session, opened, name);
  const spooled: Spooled[] = [];
  try {
    if (!folder.ok) return targetRefusal(folder.refusal);
    const stopped = await receiveAll(session, command, folder.value, spooled);
    return stopped ?? (await file(session, opened, folder.value, spooled));
  } finally {
    await Promise.all(spooled.map((item) => item.message.dispose()));
  }
});

async function targetOf(
  session: Session,
  opened: OpenedBal,
  name: FolderName,
): Promise<Outcome<FolderPlace>> {
  const folder = await session.inBal(opened, ({ folders }) => placeNamed(folders, name));
  if (!mayAppendTo(opened.rights, folder?.specialUse ?? null)) return refused('readRightMissing');
  return folder ? { ok: true, value: folder } : refused('folderUnknown');
}

/** Reads every message of the command; answers only when the command ends there. */
async function receiveAll(
  session: Session,
  first: Command,
  folder: FolderPlace,
  spooled: Spooled[],
): Promise<Completion | null> {
  for (let command = first; ; ) {
    const { flags, internalDate, isUtf8 } = attributes(session, command.arguments);
    if (!command.announced) throw new SyntaxProblem('Expected a message');
    const received = await receive(session, command, folder);
    if (!received.ok) return targetRefusal(received.refusal);
    spooled.push({ ...received.value, flags, internalDate: internalDate ?? session.deps.now() });
    const next = await session.transport.resume(command);
    if (next.kind === 'end') return bad('Connection closed within the command');
    if (next.kind === 'unreadable') return bad(next.reason, next.code);
    if (isUtf8) next.arguments.take(')');
    if (!next.announced) {
      next.arguments.end();
      return null;
    }
    if (spooled.length === MOST_MESSAGES) return targetRefusal({ code: 'limitReached', detail: {} });
    command = next;
  }
}

interface Attributes {
  readonly flags: readonly Flag[];
  readonly internalDate: Date | null;
  /** RFC 6855 §4: the message is inside `UTF8 (…)`. */
  readonly isUtf8: boolean;
}

function attributes(session: Session, args: Cursor): Attributes {
  args.space();
  const flags = args.peek() === '(' ? parenthesizedFlags(args) : null;
  if (flags) args.space();
  const written = args.peek() === '"' ? args.string() : null;
  if (written !== null) args.space();
  const internalDate = written === null ? null : parseDateTime(written);
  if (written !== null && !internalDate) throw new SyntaxProblem('Not a date and time');
  const isUtf8 = session.speaksUtf8 && args.tryTake('UTF8 (');
  // RFC 3516 §4.4: a message that may hold NUL is announced so; others are taken as they come all the same, and kept so.
  if (!args.tryTake('~') && isUtf8) throw new SyntaxProblem('Expected ~');
  args.end();
  return { flags: flags ?? [], internalDate, isUtf8 };
}

async function receive(
  { deps, transport }: Session,
  { announced }: Command,
  folder: FolderPlace,
): Promise<Outcome<SpooledMessage>> {
  const limit = deps.limits.messageBytes;
  if (!announced) throw new SyntaxProblem('Expected a message');
  if (announced.size > limit) return refused('messageTooLarge', { limit: String(limit) });
  // RFC 3502 §2: an empty literal takes the message back; with nothing before it, nothing is left to file.
  if (announced.size === 0) return refused('messageMalformed', { reason: 'empty' });
  return deps.store.receive(transport.streamLiteral(), isMostlyThere(folder) ? 'whenAsked' : 'arriving');
}

async function file(
  session: Session,
  opened: OpenedBal,
  folder: FolderPlace,
  spooled: readonly Spooled[],
): Promise<Completion> {
  const deposit = { opened, folder, letters: spooled };
  const filed = await depositLetters(session.deps.store.deposits, session.contextOf(opened), deposit);
  if (!filed.ok) return targetRefusal(filed.refusal);
  const { state } = session;
  if (state.kind === 'selected' && state.folder.id === folder.id) state.folder.stale = true;
  return ok('APPEND completed', appendUid(filed.value));
}

/** RFC 4315 §3. */
function appendUid({ uidValidity, items }: AppendedItems): string {
  return `APPENDUID ${uidValidity} ${uidSetText(uidSetOf(items.map((item) => item.uid)))}`;
}
