import type { MessageStructure } from '@cachet/mss-core';
import { fixedContext, newTenantId } from '@cachet/testkit';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { StructureShelf } from './structure-shelf.js';

const HOSPITAL = fixedContext(newTenantId());
const PRACTICE = fixedContext(newTenantId());

function structure(size: number): MessageStructure {
  return { size, root: { parts: [], message: null } } as unknown as MessageStructure;
}

/** Its time is the timers'. */
const LIMITS = { octets: 40_000, each: 20_000, idleMs: 1_000 };

/** A shelf, and what was asked of the store behind it. */
function shelfOf() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const here = { octets: 1_000, asked: [] as string[] };
  const shelf = new StructureShelf(() => performance.now(), LIMITS);
  const ask = async (context: typeof HOSPITAL, balId: string, ...ids: string[]) => {
    const found = await shelf.get(context, balId, ids, async (missing) => {
      here.asked.push(...missing);
      return new Map(
        missing
          .filter((id) => id !== 'absent')
          .map((id) => [id, { structure: structure(id.length), octets: here.octets }]),
      );
    });
    return [...found.keys()];
  };
  return { here, shelf, ask };
}

describe('structures looked at lately', () => {
  it('are asked of the store once, and those it does not have each time', async () => {
    const { here, ask } = shelfOf();
    expect(await ask(HOSPITAL, 'bal', 'a', 'b', 'absent')).toEqual(['a', 'b']);
    expect((await ask(HOSPITAL, 'bal', 'b', 'c', 'a')).sort()).toEqual(['a', 'b', 'c']);
    await ask(HOSPITAL, 'bal', 'absent');
    expect(here.asked).toEqual(['a', 'b', 'absent', 'c', 'absent']);
  });

  it('are not shown to another BAL nor to another structure, which ask the store for themselves', async () => {
    const { here, ask } = shelfOf();
    await ask(HOSPITAL, 'bal', 'a');
    await ask(HOSPITAL, 'beside', 'a');
    await ask(PRACTICE, 'bal', 'a');
    expect(here.asked).toEqual(['a', 'a', 'a']);
  });

  it('hold no more than their bound, weighed by their text', async () => {
    const { here, shelf, ask } = shelfOf();
    for (let n = 0; n < 20; n += 1) {
      await ask(HOSPITAL, 'bal', `message ${n}`);
      expect(shelf.octets).toBeLessThanOrEqual(LIMITS.octets);
    }
    expect(shelf.octets).toBeGreaterThan(LIMITS.octets / 2);
    here.asked.length = 0;
    await ask(HOSPITAL, 'bal', 'message 19', 'message 0');
    expect(here.asked).toEqual(['message 0']);
  });

  it('are shown but not held when one letter would push the others out', async () => {
    const { here, shelf, ask } = shelfOf();
    await ask(HOSPITAL, 'bal', 'light');
    const light = shelf.octets;
    here.octets = LIMITS.each;
    expect(await ask(HOSPITAL, 'bal', 'heavy')).toEqual(['heavy']);
    expect(shelf.octets).toBe(light);
    await ask(HOSPITAL, 'bal', 'heavy', 'light');
    expect(here.asked).toEqual(['light', 'heavy', 'heavy']);
  });

  it('leave some time after their last use though nobody asks for anything, and nothing waits for them', async () => {
    const { shelf, ask } = shelfOf();
    await ask(HOSPITAL, 'bal', 'a', 'b');
    vi.advanceTimersByTime(LIMITS.idleMs / 2);
    await ask(HOSPITAL, 'bal', 'b');
    const both = shelf.octets;
    vi.advanceTimersByTime(LIMITS.idleMs / 2);
    expect(shelf.octets).toBe(both / 2);
    vi.advanceTimersByTime(LIMITS.idleMs);
    expect(shelf.octets).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
