import { expect, it } from 'vitest';
import { runCampaign } from './campaign.js';
import type { CycleKind } from './cycles.js';

const KINDS: readonly CycleKind[] = [
  'killMailedge',
  'killPostgres',
  'cutConnections',
  'fullDisk',
  'peerDiesBeforeReply',
  'killBoth',
];

// A longer one, of drawn kinds: npm run fault -- --cycles 200.
it('no accepted letter is lost, no refused one kept, whatever is killed, cut or filled meanwhile', async () => {
  const { counts, imap, violations } = await runCampaign({ cycles: KINDS.length, seed: 3, kinds: KINDS });
  expect(violations).toEqual([]);
  expect(counts).toMatchObject({ lost: 0, partial: 0, duplicated: 0, refusedPresent: 0, altered: 0 });
  expect(counts.accepted).toBe(counts.letters);
  expect(imap).toMatchObject({ broken: 0, ok: expect.toSatisfy((ok) => ok > 60) });
}, 600_000);
