import { describe, expect, it } from 'vitest';
import { SettingsChange } from './order.ts';
import { readChange, type Settings, typedOf } from './settings-change.ts';

const NONE: Settings = {
  ...{ service: null, rank: null, isHidden: false, civility: null, profession: null, speciality: null },
  ...{ approvalAskedAt: null, approvedAt: null, approvalReference: null },
};
const KEPT: Settings = {
  ...{ ...NONE, service: 'Cardiologie', rank: 2, isHidden: true, approvalReference: 'ANS-1' },
  approvedAt: '2026-11-19T23:30:00.000Z',
};

describe('what a manager types of the settings at the Annuaire', () => {
  it('is sent only where it changed, and erased where it was emptied', () => {
    const before = typedOf(KEPT);
    expect(before).toMatchObject({
      service: 'Cardiologie',
      rank: '2',
      isHidden: 'true',
      approvedAt: '2026-11-20',
    });
    expect(readChange(before, before)).toEqual({ change: {} });
    expect(readChange(before, {})).toEqual({ change: {} });
    expect(readChange(before, { ...before, service: ' ', rank: '', isHidden: '', approvedAt: '' })).toEqual({
      change: { service: null, rank: 0, isHidden: false, approvedAt: null },
    });
    expect(readChange(typedOf(NONE), { service: ' Urgences ', rank: '1', isHidden: 'true' })).toEqual({
      change: { service: 'Urgences', rank: 1, isHidden: true },
    });
  });

  it('is dated by days of Paris, in summer and in winter, that have begun there', () => {
    const asked = (day: string) => readChange(typedOf(NONE), { approvalAskedAt: day });
    expect(asked('2026-11-20')).toEqual({ change: { approvalAskedAt: '2026-11-19T23:00:00.000Z' } });
    expect(asked('2026-07-14')).toEqual({ change: { approvalAskedAt: '2026-07-13T22:00:00.000Z' } });
    expect(asked('2026-10-25')).toEqual({ change: { approvalAskedAt: '2026-10-24T22:00:00.000Z' } });
  });

  it('is not guessed when nobody can read it', () => {
    for (const rank of ['première', '-1', '1.5', '99999'])
      expect(readChange(typedOf(NONE), { rank })).toEqual({ wrong: 'rank' });
    expect(readChange(typedOf(NONE), { approvedAt: '20/11/2026' })).toEqual({ wrong: 'approvedAt' });
  });

  it('holds nothing else on its way to the API', () => {
    expect(SettingsChange.safeParse({ service: 'x', version: 3 }).success).toBe(false);
    expect(SettingsChange.safeParse({ approvedAt: 'demain' }).success).toBe(false);
  });
});
