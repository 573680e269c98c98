import type { Session } from './session.js';
import { synchronise } from './synchronise.js';

/** Tells everything a client is to hear: of its selected folder, then of the others it asked about. */
export async function tellNews(session: Session, mayExpunge: boolean): Promise<void> {
  const known = lastUid(session);
  await synchronise(session, mayExpunge);
  await session.notices?.showNew(known);
  await session.notices?.tell();
}

/** The same while no command is in progress, for a client that asked for it (RFC 5465 §3). */
export async function tellBetweenCommands(session: Session): Promise<void> {
  const { notices } = session;
  if (!notices) return;
  if (notices.selected !== 'no') {
    const known = lastUid(session);
    await synchronise(session, notices.selected === 'atOnce', notices.tellsFlags);
    await notices.showNew(known);
  }
  await notices.tell();
  await session.out.flush();
}

/** Whether there is something to tell such a client. */
export function hasNewsBetweenCommands({ notices, state }: Session): boolean {
  if (!notices) return false;
  return notices.hasNews || (notices.selected !== 'no' && state.kind === 'selected' && state.folder.stale);
}

function lastUid({ state }: Session): number {
  return state.kind === 'selected' ? state.folder.sequence.lastUid : 0;
}
