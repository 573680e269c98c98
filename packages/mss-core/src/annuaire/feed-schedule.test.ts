import { describe, expect, it } from 'vitest';
import { explainAnomaly, identityCorrected } from './feed-report.js';
import { feedStep, nextTreatment, reportFrom } from './feed-schedule.js';

const at = (text: string) => new Date(`${text}:00Z`);
const steps = (sentAt: string | null, isChanged: boolean, now: string) => {
  const step = feedStep({ sentAt: sentAt === null ? null : at(sentAt), isChanged }, at(now));
  return step.kind === 'send' ? `send until ${iso(step.until)}` : `wait until ${iso(step.askAgainAt)}`;
};
const iso = (date: Date) => date.toISOString().slice(0, 16);

describe('RE_1.1.1_5020: when a feed is sent', () => {
  it('is late in the evening of a day when something changed, before 2 h in Paris', () => {
    expect(steps('2026-11-27T22:10', true, '2026-11-29T09:00')).toBe('wait until 2026-11-29T22:00');
    expect(steps('2026-11-27T22:10', true, '2026-11-29T22:00')).toBe('send until 2026-11-30T00:55');
    expect(steps('2026-11-27T22:10', true, '2026-11-30T00:54')).toBe('send until 2026-11-30T00:55');
    expect(steps('2026-11-27T22:10', true, '2026-11-30T00:55')).toBe('wait until 2026-11-30T22:00');
    expect(steps('2026-11-27T22:10', false, '2026-11-29T22:00')).toBe('wait until 2026-11-30T22:00');
  });

  it('is once for a night, however much changes', () => {
    expect(steps('2026-11-29T22:01', true, '2026-11-29T23:30')).toBe('wait until 2026-11-30T22:00');
    expect(steps('2026-11-29T22:01', true, '2026-11-30T22:01')).toBe('send until 2026-12-01T00:55');
  });

  it('is once a week when nothing changes, and at once when nothing was ever sent', () => {
    expect(steps('2026-11-22T22:30', false, '2026-11-28T22:30')).toBe('wait until 2026-11-29T22:00');
    expect(steps('2026-11-22T22:30', false, '2026-11-29T22:30')).toBe('send until 2026-11-30T00:55');
    expect(steps(null, false, '2026-11-29T22:30')).toBe('send until 2026-11-30T00:55');
  });

  it('follows summer time: 2 h is skipped in March, and shown twice in October', () => {
    expect(iso(nextTreatment(at('2026-03-28T22:00')))).toBe('2026-03-29T01:00');
    expect(iso(nextTreatment(at('2026-10-24T21:00')))).toBe('2026-10-25T00:00');
    expect(iso(nextTreatment(at('2026-10-25T00:00')))).toBe('2026-10-26T01:00');
    expect(steps('2026-03-21T22:30', false, '2026-03-28T22:30')).toBe('send until 2026-03-29T00:55');
    expect(steps('2026-07-01T21:30', true, '2026-07-02T21:00')).toBe('send until 2026-07-02T23:55');
  });
});

describe('EX_1.1.1_5030: the report of a feed', () => {
  it('is asked for after 4 h of the night that treats it', () => {
    expect(iso(reportFrom(at('2026-11-29T22:10')))).toBe('2026-11-30T03:00');
    expect(iso(reportFrom(at('2026-11-30T00:30')))).toBe('2026-11-30T03:00');
    expect(iso(reportFrom(at('2026-07-01T21:30')))).toBe('2026-07-02T02:00');
  });

  it('is explained with what to do, in the Annuaire’s own words when its code is new', () => {
    expect(explainAnomaly({ code: 'MSS020', motive: 'x' }).remedy.fr).toContain('RPPS');
    expect(explainAnomaly({ code: 'MSS099', motive: 'Motif nouveau' }).message).toEqual({
      fr: 'Motif nouveau',
      en: 'Motif nouveau',
    });
  });

  it('EX_PBA_5100: may give the identifier that somebody has now', () => {
    const corrected = (type: string, number: string) =>
      identityCorrected({ knownIdentity: { type, number } });
    expect(corrected('8', '99700218896')).toBe('899700218896');
    expect(corrected('0', '759000010')).toBe('0759000010');
    expect(corrected('8', '99700218897')).toBeNull();
    expect(corrected('10', 'jeanne@ch-sud.mssante.fr')).toBeNull();
    expect(identityCorrected({ knownIdentity: null })).toBeNull();
  });
});
