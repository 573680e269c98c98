import { describe, expect, it } from 'vitest';
import { MISSED_PAGE, missedBehind, type Told } from './missed.js';

const NOON = new Date('2026-11-20T12:00:00.000Z');

/** So many rows, all of one moment: the hardest to turn pages of. */
async function told(count: number) {
  const rows = Array.from({ length: count }, (_, i) => ({ at: NOON, id: String(i).padStart(6, '0') }));
  const asked: Told[] = [];
  const page = async (after: Told) => {
    asked.push(after);
    return rows.filter(({ id }) => after.id === null || id > after.id).slice(0, MISSED_PAGE);
  };
  const heard: string[] = [];
  const nothing = { at: new Date(0), id: null };
  for await (const missed of missedBehind(nothing, page, (row) => row))
    heard.push(...missed.map(({ id }) => id));
  return { heard, expected: rows.map(({ id }) => id), questions: asked.length };
}

describe('what was missed during a gap', () => {
  it('is told whole, once and in order, however much there is', async () => {
    for (const count of [0, 1, MISSED_PAGE - 1, MISSED_PAGE, 2 * MISSED_PAGE + 50]) {
      const { heard, expected } = await told(count);
      expect(heard).toEqual(expected);
    }
  });

  it('is asked a page at a time', async () => {
    expect((await told(2 * MISSED_PAGE + 50)).questions).toBe(3);
  });
});
