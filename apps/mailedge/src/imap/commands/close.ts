import { ALL_UIDS } from '@cachet/mss-core/messaging';
import { ok } from './completion.js';
import { onSelectedFolder } from './handler.js';
import { refusal } from './refusals.js';

/** Leaves the folder after removing, without a word, what was marked \Deleted. */
export const close = onSelectedFolder('CLOSE', async (session, { folder, opened }, command) => {
  command.arguments.end();
  if (!folder.readOnly) {
    const expunged = await session.inBal(opened, ({ folders }) => folders.expunge(folder.id, ALL_UIDS));
    if (!expunged.ok) return refusal(expunged.refusal);
  }
  session.unselect();
  return ok('CLOSE completed');
});

/** RFC 3691: leaves the folder and removes nothing. */
export const unselect = onSelectedFolder('UNSELECT', async (session, _selected, command) => {
  command.arguments.end();
  session.unselect();
  return ok('UNSELECT completed');
});

/** Everything is already on disk when a command is answered: only the folder's news is worth looking for. */
export const check = onSelectedFolder('CHECK', async (_session, { folder }, command) => {
  command.arguments.end();
  folder.stale = true;
  return ok('CHECK completed');
});
