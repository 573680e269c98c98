import type { OpenedBal } from '@cachet/mss-core';
import { holds } from '@cachet/mss-core/messaging';
import type { SelectedFolder } from '../session/selected-folder.js';
import type { Session } from '../session/session.js';
import { tellVanished } from '../session/vanished.js';
import { type Cursor, SyntaxProblem } from '../wire/cursor.js';
import { plainSet, type SequenceSet, sequenceSet } from '../wire/sequence-set.js';

/** What a client still knows of a folder from another session (RFC 7162 §3.2.5). */
export interface KnownState {
  readonly uidValidity: number;
  readonly modseq: number;
  /** The uids it knows; null for all below UIDNEXT. */
  readonly uids: SequenceSet | null;
}

/**
 * `(uidvalidity modseq [known-uids] [(numbers uids)])`. The last pair helps servers that forget old expunges; none is forgotten here, so
 * that it is read and of no use.
 */
export function knownState(args: Cursor): KnownState {
  args.take('(');
  const uidValidity = args.number();
  args.space();
  const modseq = args.number();
  let uids: SequenceSet | null = null;
  if (args.tryTake(' ')) {
    uids = args.peek() === '(' ? null : numbered(args);
    if (uids === null || args.tryTake(' ')) matchData(args);
  }
  args.take(')');
  return { uidValidity, modseq, uids };
}

function matchData(args: Cursor): void {
  args.take('(');
  numbered(args);
  args.space();
  numbered(args);
  args.take(')');
}

/** RFC 7162 §7: these sets hold numbers only, `*` being the client's guess at what it does not know. */
function numbered(args: Cursor): SequenceSet {
  const set = sequenceSet(args);
  if (set.some(({ first, last }) => first === null || last === null))
    throw new SyntaxProblem('A set of known messages cannot hold *');
  return set;
}

/** Tells what happened in the folder just selected since the client knew it; nothing when its uids are no longer valid. */
export async function tellSince(
  session: Session,
  opened: OpenedBal,
  folder: SelectedFolder,
  known: KnownState,
): Promise<void> {
  if (known.uidValidity !== folder.uidValidity) return;
  const { changed, expunged } = await session.inBal(opened, ({ folders }) =>
    folders.changesSince(folder.id, known.modseq),
  );
  const uids = known.uids && plainSet(known.uids, 0);
  const isKnown = (uid: number) => uids === null || holds(uids, uid);
  const gone = expunged.filter((uid) => isKnown(uid) && folder.sequence.numberOf(uid) === null);
  tellVanished(session.out, gone, 'earlier');
  for (const item of changed) {
    const { uid, modseq } = item;
    const number = isKnown(uid) ? folder.sequence.numberOf(uid) : null;
    if (number === null) continue;
    session.out.line(`* ${number} FETCH (UID ${uid} FLAGS ${folder.flagsOf(item)} MODSEQ (${modseq}))`);
  }
}
