import { recentFor } from './recent-uids.js';
import type { Session } from './session.js';

/**
 * Looks at the selected folder again when something was committed in it, and tells the client. The folder is marked fresh
 * before it is read, so that a change committed meanwhile marks it stale again.
 */
export async function synchronise(session: Session, mayExpunge: boolean, withFlags = true): Promise<void> {
  const { state } = session;
  if (state.kind !== 'selected') return;
  const { folder, opened } = state;
  if (folder.stale) {
    folder.stale = false;
    try {
      folder.absorb(
        await session.inBal(opened, async ({ folders }) => {
          if (!(await folders.byId(folder.id))) return folder.whenDeleted();
          const changes = await folders.changesSince(folder.id, folder.modseq);
          if (folder.isNew(changes)) folder.recent.add(await recentFor(session, folders, folder, 'atOnce'));
          return changes;
        }),
      );
    } catch (fault) {
      folder.stale = true;
      throw fault;
    }
  }
  folder.tell(session.out, {
    mayExpunge,
    withModseq: session.condstore,
    vanished: session.qresync,
    withRecent: !session.rev2,
    withFlags,
  });
}
