import type { LexiconWord } from '@cachet/mss-core';
import { describe, expect, it } from 'vitest';
import { FrequentPlaces } from './frequent-places.js';

describe('places of frequent words', () => {
  it('are held when they are all there and many, and answered as far as they are asked', () => {
    const held = new FrequentPlaces();
    hold(held, frequent('medecin', 6_000));
    hold(held, frequent('rare', 4_000));
    const cut = { ...frequent('saint', 9_000), entries: new Uint32Array(21) };
    held.hold([frequent('saint', 9_000)], [cut]);
    expect(held.of(frequent('medecin', 6_000), 3)?.entries).toEqual(Uint32Array.of(0, 1, 2));
    expect(held.of(frequent('medecin', 6_000), Number.MAX_SAFE_INTEGER)?.entries).toHaveLength(6_000);
    expect(held.of({ ...frequent('medecin', 6_000), field: 't' }, 21)).toBeNull();
    expect(held.of(frequent('rare', 4_000), 21)).toBeNull();
    expect(held.of(frequent('saint', 9_000), 21)).toBeNull();
  });

  it('let go of those that were asked for longest ago', () => {
    const held = new FrequentPlaces(60_000);
    hold(held, frequent('medecin', 6_000));
    hold(held, frequent('saint', 7_000));
    expect(held.of(frequent('medecin', 6_000), 1)).not.toBeNull();
    hold(held, frequent('centre', 8_000));
    expect(held.of(frequent('saint', 7_000), 1)).toBeNull();
    expect(held.of(frequent('medecin', 6_000), 1)).not.toBeNull();
    expect(held.of(frequent('centre', 8_000), 1)).not.toBeNull();
  });
});

function frequent(word: string, count: number): LexiconWord {
  return { word, field: 'p', count };
}

function hold(held: FrequentPlaces, word: LexiconWord): void {
  held.hold([word], [{ ...word, entries: Uint32Array.from({ length: word.count }, (_, entry) => entry) }]);
}
