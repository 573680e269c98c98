import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BusinessClockFile } from './business-clock-file.js';

describe('the business clock', () => {
  let file: string;
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'clock-')), 'clock');
    vi.useFakeTimers({ now: new Date('2026-01-31T10:00:00Z') });
  });
  afterEach(() => vi.useRealTimers());

  it('adds advances up and writes what the product reads', () => {
    const clock = new BusinessClockFile(file);
    expect(clock.advance('P61D')).toBe(true);
    expect(clock.advance('PT36H')).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('P62DT12H');
  });

  it('counts months by the calendar, from business time and not from today', () => {
    const clock = new BusinessClockFile(file);
    clock.advance('P1M');
    expect(clock.now.toISOString()).toBe('2026-02-28T10:00:00.000Z');
    clock.advance('P1M');
    expect(clock.now.toISOString()).toBe('2026-03-28T10:00:00.000Z');
  });

  it('crosses a leap day when a year passes', () => {
    const clock = new BusinessClockFile(file);
    clock.advance('P2Y1M');
    expect(clock.now.toISOString()).toBe('2028-02-29T10:00:00.000Z');
  });

  it('goes on from where it stood after a restart', () => {
    writeFileSync(file, 'P10D');
    const clock = new BusinessClockFile(file);
    clock.advance('P1D');
    expect(clock.text).toBe('P11D');
  });

  it('returns to wall time when it is reset', () => {
    const clock = new BusinessClockFile(file);
    clock.advance('P1Y');
    clock.reset();
    expect([clock.text, clock.offset]).toEqual(['PT0S', 0]);
  });

  it.each(['', 'P', 'PT', '61', '-P1D', 'P1H', 'demain'])('does not move for « %s »', (text) => {
    const clock = new BusinessClockFile(file);
    expect(clock.advance(text)).toBe(false);
    expect(clock.text).toBe('PT0S');
  });
});
