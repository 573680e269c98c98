import { ALL_UIDS, type UidSet } from '@cachet/mss-core/messaging';
import { highestModseqCode } from '../session/highest-modseq.js';
import type { Session } from '../session/session.js';
import type { Selected } from '../session/state.js';
import { type Completion, ok } from './completion.js';
import { onWritableFolder } from './handler.js';
import { messageSet, uidsOf } from './message-set.js';
import { refusal } from './refusals.js';

export const expunge = onWritableFolder('EXPUNGE', async (session, selected, command) => {
  command.arguments.end();
  return remove(session, selected, ALL_UIDS, 'EXPUNGE completed');
});

/** RFC 4315 §2.1. */
export const uidExpunge = onWritableFolder('UID EXPUNGE', async (session, selected, { arguments: args }) => {
  args.space();
  const set = messageSet(args);
  args.end();
  return remove(
    session,
    selected,
    uidsOf(selected.folder, set, selected.folder.sequence.lastUid),
    'UID EXPUNGE completed',
  );
});

async function remove(
  session: Session,
  { folder, opened }: Selected,
  uids: UidSet,
  done: string,
): Promise<Completion> {
  const expunged = await session.inBal(opened, ({ folders }) => folders.expunge(folder.id, uids));
  if (!expunged.ok) return refusal(expunged.refusal);
  folder.noteGone(expunged.value.uids);
  const { length } = expunged.value.uids;
  return ok(done, length > 0 ? await highestModseqCode(session, folder) : null);
}
