import { holds } from '@cachet/mss-core/messaging';
import type { Session } from '../../session/session.js';
import type { Selected } from '../../session/state.js';
import { tellVanished } from '../../session/vanished.js';
import { type MessageSet, uidsOf } from '../message-set.js';
import type { FetchModifiers } from './modifiers.js';

/**
 * Of the uids named, those that changed since that modseq (RFC 7162 §3.1.4.1); the uids of the set that left since are told first when
 * the client wishes (§3.2.6), but for those it is to be told of as news.
 */
export async function changedAmong(
  session: Session,
  { folder, opened }: Selected,
  named: readonly number[],
  set: MessageSet,
  { changedSince, vanished }: FetchModifiers,
): Promise<readonly number[]> {
  const { changed, expunged } = await session.inBal(opened, ({ folders }) =>
    folders.changesSince(folder.id, changedSince ?? 0),
  );
  if (vanished) {
    // What left may have had a higher uid than any that is left: `*` means no end here.
    const asked = uidsOf(folder, set, Number.POSITIVE_INFINITY);
    const gone = expunged.filter((uid) => holds(asked, uid) && folder.sequence.numberOf(uid) === null);
    tellVanished(session.out, gone, 'earlier');
  }
  const uids = new Set(changed.map(({ uid }) => uid));
  return named.filter((uid) => uids.has(uid));
}
