import { describe, expect, it } from 'vitest';
import { daysSince, isStale, lossBeside } from './copy-age.ts';

const now = new Date('2026-11-20T12:00:00Z');

describe('a copy of the Annuaire', () => {
  it.each([
    ['2026-11-20T03:00:00Z', 0, false],
    ['2026-11-17T12:00:01Z', 2, false],
    ['2026-11-17T12:00:00Z', 3, true],
    ['2026-11-21T12:00:00Z', 0, false],
    [null, null, false],
    ['nonsense', null, false],
  ])('of %s is %s days old, and too old: %s', (iso, days, stale) => {
    expect(daysSince(iso, now)).toBe(days);
    expect(isStale(days)).toBe(stale);
  });

  it('is told by what it lost of the one in force, never more than it did', () => {
    expect(lossBeside(700, 1000)).toEqual({ lines: 300, percent: 30 });
    expect(lossBeside(1, 3)).toEqual({ lines: 2, percent: 66 });
    expect(lossBeside(10, 0)).toEqual({ lines: 0, percent: 0 });
    expect(lossBeside(12, 10)).toEqual({ lines: 0, percent: 0 });
  });
});
