import { afterEach, describe, expect, it, vi } from 'vitest';
import { fuzzRuns } from './fuzz-runs.js';

afterEach(() => vi.unstubAllEnvs());

describe('the number of inputs of a property', () => {
  it('is its own in the ordinary tests', () => {
    vi.stubEnv('FUZZ_RUNS', undefined);
    expect(fuzzRuns(500)).toBe(500);
  });

  it('is that of the campaign in npm run fuzz', () => {
    vi.stubEnv('FUZZ_RUNS', '100000');
    expect(fuzzRuns(500)).toBe(100_000);
  });

  it.each(['0', '-1', 'many', '1e5', '10.5'])('cannot be %s', (asked) => {
    vi.stubEnv('FUZZ_RUNS', asked);
    expect(() => fuzzRuns(500)).toThrow(asked);
  });
});
