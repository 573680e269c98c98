import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageStructure } from '../mime/index.js';
import { StructuresInTurn } from './structures-in-turn.js';

const structureOf = (id: string) => ({ size: id.length, id }) as unknown as MessageStructure;

/** A store that answers for at most `most` messages at a time; it knows neither those of `gone` nor what is in `damaged`. */
function storeOf(most: number, gone: ReadonlySet<string>, damaged: ReadonlySet<string>) {
  const asked: (readonly string[])[] = [];
  const ask = async (ids: readonly string[]) => {
    asked.push(ids);
    const there = ids.filter((id) => !gone.has(id)).slice(0, most);
    return new Map(there.map((id) => [id, damaged.has(id) ? null : structureOf(id)]));
  };
  return { asked, ask };
}

describe('Structures looked at in turn', () => {
  it('are each told once, whatever the store answers at a time and whoever left', async () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 50 }).map(String), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(ids, ids, ids, fc.integer({ min: 1, max: 7 }), async (all, gone, damaged, most) => {
        const store = storeOf(most, new Set(gone), new Set(damaged));
        const inTurn = new StructuresInTurn(all, store.ask);
        for (const id of all) {
          const expected = gone.includes(id) ? undefined : damaged.includes(id) ? null : structureOf(id);
          expect(await inTurn.of(id)).toEqual(expected);
        }
        const there = all.filter((id) => !gone.includes(id)).length;
        expect(store.asked.length).toBeLessThanOrEqual(Math.ceil(there / most) + 1);
      }),
    );
  });

  it('begin with those that were read already', async () => {
    const store = storeOf(10, new Set(), new Set());
    const inTurn = new StructuresInTurn(['a', 'b', 'c'], store.ask, new Map([['a', structureOf('a')]]));
    for (const id of ['a', 'a', 'b', 'c']) expect(await inTurn.of(id)).toEqual(structureOf(id));
    expect(store.asked).toEqual([['b', 'c']]);
  });
});
