import { describe, expect, it } from 'vitest';
import { percentOf, standingOf } from './job-standing.ts';

describe('what is said first of a scheduled job', () => {
  const job = { runningSince: null, asked: false, late: false, lastOutcome: 'DONE' } as const;

  it('is that it runs, then that nobody runs it, then how it went', () => {
    expect(standingOf({ ...job, runningSince: 'x', lastOutcome: 'FAILED' })).toBe('running');
    expect(standingOf({ ...job, late: true, asked: true })).toBe('late');
    expect(standingOf({ ...job, asked: true, lastOutcome: 'FAILED' })).toBe('asked');
    expect(standingOf({ ...job, lastOutcome: 'FAILED' })).toBe('failing');
    expect(standingOf({ ...job, lastOutcome: 'PARTIAL' })).toBe('partial');
    expect(standingOf({ ...job, lastOutcome: null })).toBe('never');
    expect(standingOf(job)).toBe('well');
  });

  it('is how far it is, where it knows of how many', () => {
    expect(percentOf({ done: 1, total: 3 })).toBe(33);
    expect(percentOf({ done: 5, total: null })).toBeNull();
    expect(percentOf({ done: 0, total: 0 })).toBeNull();
    expect(percentOf(null)).toBeNull();
  });
});
