import { describe, expect, it } from 'vitest';
import { durationMs } from './duration.js';

describe('an ISO 8601 duration', () => {
  it.each([
    ['PT15M', 900_000],
    ['PT4H', 14_400_000],
    ['P61D', 61 * 86_400_000],
    ['P1Y', 365 * 86_400_000],
    ['P2W', 14 * 86_400_000],
    ['PT0.5S', 500],
    ['-P1D', -86_400_000],
  ])('%s is %d ms', (text, ms) => expect(durationMs(text)).toBe(ms));

  it.each(['', 'P', 'PT', '15', '15 min', 'P1H', 'PT1D'])('« %s » is none', (text) =>
    expect(durationMs(text)).toBeNull(),
  );
});
