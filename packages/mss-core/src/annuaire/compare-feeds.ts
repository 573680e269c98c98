import type { FeedFingerprints } from './build-feed.js';

/** Addresses that a feed adds, says otherwise, and says no more; each in order. */
export interface FeedChanges {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** What a feed changes for the Annuaire, as its report will count it (NbBALCrees, NbBALMaj, NbBALSup). */
export function compareFeeds(before: FeedFingerprints, after: FeedFingerprints): FeedChanges {
  const created = [...after.keys()].filter((address) => !before.has(address));
  const changed = [...after].filter(
    ([address, print]) => before.has(address) && before.get(address) !== print,
  );
  const removed = [...before.keys()].filter((address) => !after.has(address));
  return {
    created: created.sort(),
    changed: changed.map(([address]) => address).sort(),
    removed: removed.sort(),
  };
}

export function isChange({ created, changed, removed }: FeedChanges): boolean {
  return created.length + changed.length + removed.length > 0;
}

/** Under so many addresses, a closing practice loses most of them by itself. */
const FEW = 20;
const MOST_LOST = 0.2;

/** Whether that feed forgets so much that a person should see it first: what a fault forgets, the Annuaire deletes. */
// EX_1.1.1_5010: each feed cancels and replaces.
export function losesMuch({ removed }: FeedChanges, before: FeedFingerprints): boolean {
  return removed.length > FEW && removed.length > before.size * MOST_LOST;
}
