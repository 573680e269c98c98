import type { MessageStructure } from '@cachet/mss-core';
import { fixedContext, newTenantId } from '@cachet/testkit';
import { describe, expect, it } from 'vitest';
import { StructureShelf } from './structure-shelf.js';

const HOSPITAL = fixedContext(newTenantId());
const PRACTICE = fixedContext(newTenantId());

function structure(size: number): MessageStructure {
  return { size, root: { parts: [], message: null } } as unknown as MessageStructure;
}

/** A shelf, and what was asked of the store behind it. */
function shelfOf(most?: number) {
  const here = { now: 0, asked: [] as string[] };
  const shelf = new StructureShelf(() => here.now, most);
  const ask = async (context: typeof HOSPITAL, balId: string, ...ids: string[]) => {
    const found = await shelf.get(context, balId, ids, async (missing) => {
      here.asked.push(...missing);
      return new Map(missing.filter((id) => id !== 'absent').map((id) => [id, structure(id.length)]));
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

  it('hold no more than their bound, and none for long after its use', async () => {
    const { here, shelf, ask } = shelfOf(10_000);
    for (let n = 0; n < 10; n += 1) {
      here.now = n;
      await ask(HOSPITAL, 'bal', `message ${n}`);
      expect(shelf.octets).toBeLessThanOrEqual(10_000);
    }
    here.asked.length = 0;
    await ask(HOSPITAL, 'bal', 'message 9', 'message 0');
    expect(here.asked).toEqual(['message 0']);
    shelf.sweep(10);
    expect(shelf.octets).toBe(0);
  });
});
