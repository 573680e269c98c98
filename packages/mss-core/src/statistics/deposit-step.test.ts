import { describe, expect, it } from 'vitest';
import { rangeOfSegment, type StatisticsDeposit, segmentsFor } from './deposit.js';
import {
  afterDeposit,
  afterReport,
  freshSegments,
  isLate,
  monthsToDeposit,
  redeposited,
} from './deposit-step.js';
import { parseMonth } from './statistics-month.js';

const NOVEMBER = parseMonth('2026-11')!;
const NOW = new Date('2026-12-01T01:00:00Z');
const inHours = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);

function deposit(change: Partial<StatisticsDeposit> = {}): StatisticsDeposit {
  return {
    ...{
      id: 'd',
      month: NOVEMBER,
      domain: 'ch-sud.mssante.fr',
      state: 'ready',
      attempt: 1,
      version: 1,
      nextAt: NOW,
    },
    ...{ archiveId: 'a', exchanges: 1, bals: 1, size: 1_000, sha256: '', segments: null, segmentsSent: 0 },
    ...{ segmentsSince: null, depositedAt: null, sipilId: null, failures: 0, fault: null, report: null },
    ...{ reportedAt: null, isLateTold: false, ...change },
  };
}

const refused = (code: number) => ({ kind: 'refused', code }) as const;

describe('EX_PSU_5810: the months to deposit', () => {
  it('are the one that ended an hour ago, and those that were missed since the first', () => {
    expect(monthsToDeposit(new Date('2026-11-30T23:30:00Z'), null)).toEqual(['2026-10']);
    expect(monthsToDeposit(NOW, null)).toEqual(['2026-11']);
    expect(monthsToDeposit(NOW, parseMonth('2026-10'))).toEqual(['2026-10', '2026-11']);
    expect(monthsToDeposit(NOW, parseMonth('2025-01'))).toEqual(['2026-09', '2026-10', '2026-11']);
  });

  it('are late after the fifth day', () => {
    expect(isLate(NOVEMBER, new Date('2026-12-05T22:59:59Z'))).toBe(false);
    expect(isLate(NOVEMBER, new Date('2026-12-05T23:00:00Z'))).toBe(true);
  });
});

describe('§6.9.3.2.1: an archive', () => {
  it('goes whole up to 70 Mo, beyond it in at most thirty segments, of 10 Mo where that is enough', () => {
    expect(segmentsFor(70_000_000)).toBeNull();
    expect(segmentsFor(70_000_001)).toBe(8);
    expect(segmentsFor(300_000_000)).toBe(30);
    expect(segmentsFor(2_000_000_000)).toBe(30);
    expect(segmentsFor(2_100_000_001)).toBe('tooLarge');
  });

  it('is the same once its segments are put together', () => {
    for (const [size, count] of [
      [70_000_001, 8],
      [300_000_001, 30],
      [29, 30],
      [7, 3],
    ] as const) {
      const ranges = Array.from({ length: count }, (_, index) => rangeOfSegment(size, count, index + 1));
      expect(ranges[0]?.start).toBe(0);
      expect(ranges.at(-1)?.end).toBe(size);
      for (const [index, { start }] of ranges.entries()) expect(start).toBe(ranges[index - 1]?.end ?? 0);
    }
  });
});

describe('§9.7.4.2: an answer of the deposit', () => {
  it('with an id waits for its report', () => {
    const { change, news } = afterDeposit(deposit({ failures: 2 }), { kind: 'deposited', id: '31' }, NOW);
    expect([change, news]).toMatchObject([
      { state: 'deposited', sipilId: '31', failures: 0, depositedAt: NOW },
      null,
    ]);
  });

  it('of a segment leads to the next one, and to the first again after twelve hours', () => {
    const step = afterDeposit(deposit({ segments: 3 }), { kind: 'segmentTaken' }, NOW);
    expect(step.change).toMatchObject({ state: 'sending', segmentsSent: 1, segmentsSince: NOW, nextAt: NOW });
    const sending = deposit({ ...step.change, segments: 3 });
    expect(freshSegments(sending, inHours(10)).segmentsSent).toBe(1);
    expect(freshSegments(sending, inHours(12))).toMatchObject({ segmentsSent: 0, segmentsSince: null });
    expect(
      afterDeposit(deposit({ segments: 3, segmentsSent: 2 }), { kind: 'segmentTaken' }, NOW).change,
    ).toMatchObject({
      ...{ fault: 'answerStrange', segmentsSent: 0 },
    });
  });

  it.each([6, 7, 8])('%i begins again at the first segment', (code) => {
    const sending = deposit({ state: 'sending', segments: 3, segmentsSent: 2, segmentsSince: NOW });
    expect(afterDeposit(sending, refused(code), NOW).change).toEqual({
      ...{ segmentsSent: 0, segmentsSince: null, failures: 1, fault: `sipil${code}`, nextAt: inHours(1) },
    });
  });

  it('2 (too large) cuts the archive at once', () => {
    const { change } = afterDeposit(deposit({ size: 45_000_000 }), refused(2), NOW);
    expect(change).toMatchObject({ segments: 5, nextAt: NOW });
  });

  it.each([1, 3, 10, 20, 30, 100])(
    '%i is tried again, soon and then every twelve hours, and told once',
    (code) => {
      const news = [];
      let current = deposit();
      for (let hours = 0; hours < 6; hours += 1) {
        const step = afterDeposit(current, refused(code), NOW);
        news.push(step.news);
        current = { ...current, ...step.change };
      }
      expect(current).toMatchObject({
        state: 'ready',
        failures: 6,
        fault: `sipil${code}`,
        nextAt: inHours(12),
      });
      expect(news).toEqual([null, 'notDeposited', null, null, null, null]);
    },
  );
});

describe('EX_SSU_5820: a report', () => {
  const file = (verdict: 'ok' | 'ko' | 'warning') => ({ name: 'x', verdict, controls: [] });
  const waiting = deposit({ state: 'deposited', sipilId: '31' });

  it.each([0, 1, 2])('is judged by its files, for the text exchanges the codes 1 and 2 (%i)', (code) => {
    const of = (...files: ReturnType<typeof file>[]) =>
      afterReport(waiting, { kind: 'report', report: { code, files } }, NOW);
    expect(of(file('ok'), file('warning'))).toMatchObject({
      change: { state: 'accepted' },
      news: 'accepted',
    });
    expect(of(file('ok'), file('ko'))).toMatchObject({ change: { state: 'refused' }, news: 'refused' });
  });

  it.each([6, 10, 100])(
    'that is not there (%i) is asked again after twelve hours, then of the ANS by a person',
    (code) => {
      const first = afterReport(waiting, refused(code), NOW);
      expect(first).toMatchObject({ change: { nextAt: inHours(12), failures: 1 }, news: null });
      const second = afterReport({ ...waiting, ...first.change }, refused(code), NOW);
      expect(second).toMatchObject({ change: { nextAt: inHours(12), failures: 2 }, news: 'callAns' });
      expect(afterReport({ ...waiting, ...second.change }, refused(code), NOW).news).toBeNull();
    },
  );

  it.each([4, 5, 7, 8])('%i tells that the archive was not treated: a person decides', (code) => {
    expect(afterReport(waiting, refused(code), NOW)).toMatchObject({
      ...{ change: { state: 'refused', fault: `sipil${code}` }, news: 'refused' },
    });
  });

  it('99 sends the same octets again, and not for ever', () => {
    expect(afterReport(waiting, refused(99), NOW).change).toMatchObject({
      state: 'ready',
      sipilId: null,
      nextAt: NOW,
    });
    expect(afterReport({ ...waiting, failures: 4 }, refused(99), NOW).change).not.toHaveProperty('state');
  });

  it('is corrected by writing the files anew, where there is something to correct', () => {
    expect(redeposited(deposit({ state: 'refused', attempt: 1 }), NOW)).toMatchObject({
      state: 'due',
      attempt: 2,
    });
    expect(redeposited(deposit({ state: 'ready', failures: 1 }), NOW)).toMatchObject({ state: 'due' });
    for (const state of ['accepted', 'deposited', 'due'] as const)
      expect(redeposited(deposit({ state }), NOW)).toBeNull();
  });
});
