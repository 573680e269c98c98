import { describe, expect, it } from 'vitest';
import { IdleClock, type SharedMoment } from './idle-clock.ts';

const MINUTE = 60_000;

function desk() {
  let time = 1_000_000;
  let moment = 0;
  const shared: SharedMoment = { read: () => moment, write: (at) => (moment = at) };
  const tab = () => new IdleClock(15 * MINUTE, () => time, shared);
  return { tab, pass: (ms: number) => (time += ms) };
}

describe('the idle time of a session', () => {
  it('warns two minutes before the end, then ends', () => {
    const { tab, pass } = desk();
    const clock = tab();
    pass(12.9 * MINUTE);
    expect(clock.phase()).toBe('active');
    pass(0.2 * MINUTE);
    expect(clock.phase()).toBe('warning');
    pass(2 * MINUTE);
    expect(clock.phase()).toBe('over');
  });

  it('starts again at each sign of life, and tells the API once a minute at most', () => {
    const { tab, pass } = desk();
    const clock = tab();
    pass(0.5 * MINUTE);
    expect(clock.stir()).toBe('nothing');
    pass(1 * MINUTE);
    expect(clock.stir()).toBe('prolong');
    expect(clock.stir()).toBe('nothing');
    pass(12 * MINUTE);
    expect(clock.phase()).toBe('active');
  });

  it('is shared by all the tabs of a person', () => {
    const { tab, pass } = desk();
    const [reading, forgotten] = [tab(), tab()];
    pass(10 * MINUTE);
    reading.stir();
    pass(10 * MINUTE);
    expect(forgotten.phase()).toBe('active');
  });

  it('asks for an explicit choice once it has warned', () => {
    const { tab, pass } = desk();
    const clock = tab();
    pass(14 * MINUTE);
    expect(clock.stir()).toBe('nothing');
    expect(clock.phase()).toBe('warning');
    clock.reset();
    expect(clock.phase()).toBe('active');
  });
});
