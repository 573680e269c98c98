import type { SelectedFolder } from './selected-folder.js';
import type { Session } from './session.js';
import { synchronise } from './synchronise.js';

/**
 * RFC 7162 §3.2.7: up to where the client now knows the folder, as a response code; null when nobody asked for it, or when everything
 * up to there could not be told first.
 */
export async function highestModseqCode(session: Session, folder: SelectedFolder): Promise<string | null> {
  if (!session.qresync) return null;
  folder.stale = true;
  try {
    await synchronise(session, true);
  } catch (fault) {
    session.deps.log.warn({ err: fault }, 'a session could not look at its folder');
    return null;
  }
  return `HIGHESTMODSEQ ${folder.modseq}`;
}
