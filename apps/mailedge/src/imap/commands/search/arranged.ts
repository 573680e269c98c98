import { type ArrangedMessage, uidSetOf } from '@cachet/mss-core/messaging';
import { done, type Outcome, refused } from '@cachet/mss-core/outcome';
import type { Session } from '../../session/session.js';
import type { Selected } from '../../session/state.js';

/** More than a folder people use holds; what putting in order costs stays bounded. */
const MOST_MESSAGES = 200_000;
/** Messages read in one transaction. */
const WITH_HEADERS = 500;
const ITEMS_ALONE = 5_000;

/**
 * Reads messages in short transactions and keeps of each only what `take` makes of it, in ascending uid; those that left meanwhile are
 * absent. Refuses limitReached.
 */
export async function arranged<T>(
  session: Session,
  { folder, opened }: Selected,
  uids: readonly number[],
  headers: boolean,
  take: (message: ArrangedMessage) => T,
): Promise<Outcome<readonly T[]>> {
  if (uids.length > MOST_MESSAGES) return refused('limitReached');
  const taken: T[] = [];
  const step = headers ? WITH_HEADERS : ITEMS_ALONE;
  for (let at = 0; at < uids.length && session.ending === null; at += step) {
    const batch = uidSetOf(uids.slice(at, at + step));
    await session.inBal(opened, async ({ folders }) => {
      const items = await folders.items(folder.id, batch);
      const ids = headers ? [...new Set(items.map(({ messageId }) => messageId))] : [];
      const summaries = ids.length > 0 ? await folders.summaries(ids) : null;
      for (const item of items) taken.push(take({ item, summary: summaries?.get(item.messageId) ?? null }));
    });
  }
  return done(taken);
}
