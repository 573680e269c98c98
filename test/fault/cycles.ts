import type { Random } from './random.js';

/** What is done to the product, and how often among a hundred cycles or so. */
const SHARES = {
  killMailedge: 5,
  killPostgres: 4,
  killBoth: 2,
  cutConnections: 4,
  killApi: 1,
  killJobs: 1,
  fullDisk: 2,
  fullDatabaseDisk: 2,
  clockJump: 2,
  peerDiesInContent: 1,
  peerDiesBeforeReply: 2,
  clientDies: 1,
} as const;

export type CycleKind = keyof typeof SHARES;

export const CYCLE_KINDS = Object.keys(SHARES) as CycleKind[];

/** As many kinds as there are cycles: decks that hold each kind by its share, each shuffled anew. */
export function cycleKinds(random: Random, count: number): CycleKind[] {
  const deck = CYCLE_KINDS.flatMap((kind) => Array.from({ length: SHARES[kind] }, () => kind));
  const kinds: CycleKind[] = [];
  while (kinds.length < count) kinds.push(...random.shuffled(deck));
  return kinds.slice(0, count);
}
