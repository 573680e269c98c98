import { expect, it } from 'vitest';
import { readableDuration } from './durations.ts';

it('a duration is told in the two largest units that it fills', () => {
  const durations = [0, 180.4, 12_900, 180_000, 200_000, 7_500_000, 90_000_000];
  expect(durations.map((ms) => readableDuration(ms).replaceAll('\u00a0', ' '))).toEqual([
    ...['0 ms', '180 ms', '12 s', '3 min', '3 min 20 s', '2 h 05 min', '25 h 00 min'],
  ]);
});
