import { describe, expect, it } from 'vitest';
import { GONE_FOR_MS, judgeStep, NEVER_SEEN, type RegisterStanding } from './judge-step.js';

const DAY = 86_400_000;
const NOON = new Date('2026-11-20T12:00:00Z');
const after = (days: number) => new Date(NOON.getTime() + days * DAY);
const MOREAU = { familyName: 'MOREAU', givenName: 'Jeanne' };
const known = { ...MOREAU, profession: 'Médecin', speciality: 'Cardiologie' };
const seen: RegisterStanding = { ...NEVER_SEEN, seenAsOf: after(-1) };
interface Look {
  readonly standing?: RegisterStanding;
  readonly told?: typeof known | null;
  readonly at?: Date;
  readonly asOf?: Date;
}
const judge = (person: typeof MOREAU, { standing = seen, told = known, at = NOON, asOf = at }: Look = {}) =>
  judgeStep(person, standing, told, { asOf, at });

describe('EX_2.1_5010: somebody whom the Annuaire knows', () => {
  it('keeps their names, and the profession it tells', () => {
    expect(judge({ familyName: 'Moreau', givenName: 'JEANNE' })).toEqual({
      act: 'none',
      standing: { ...seen, seenAsOf: NOON, profession: 'Médecin', speciality: 'Cardiologie' },
    });
  });

  it('takes its spelling, and not the names of another person who has that number', () => {
    expect(judge({ ...MOREAU, familyName: 'MORAUD' }).act).toBe('rename');
    const stranger = { familyName: 'LEMAIRE', givenName: 'Paul' };
    const first = judge(stranger);
    expect(first.act).toBe('namesDiffer');
    // Told once, and again when the Annuaire says something else.
    expect(judge(stranger, { standing: first.standing }).act).toBe('none');
    const married = { ...known, familyName: 'DURAND' };
    expect(judge(stranger, { standing: first.standing, told: married }).act).toBe('namesDiffer');
    expect(judge(MOREAU, { standing: first.standing }).standing.namesTold).toBeNull();
  });
});

describe('somebody whom the Annuaire does not know', () => {
  it('is left alone when it never did: students and beginners are in no extraction', () => {
    expect(judge(MOREAU, { standing: NEVER_SEEN, told: null })).toEqual({
      act: 'none',
      standing: NEVER_SEEN,
    });
  });

  it('is told of at once when it did, and cut fifteen days later, not before', () => {
    const gone = judge(MOREAU, { told: null });
    expect(gone).toEqual({ act: 'gone', standing: { ...seen, goneSince: NOON } });
    const on = (days: number, asOf = after(days)) =>
      judge(MOREAU, { standing: gone.standing, told: null, at: after(days), asOf }).act;
    expect([1, 14.9].map((days) => on(days))).toEqual(['none', 'none']);
    expect(on(GONE_FOR_MS / DAY)).toBe('cut');
    // The ANS is away: a copy of the first days proves nothing any more.
    expect(on(20, after(2))).toBe('none');
    expect(on(20, after(13))).toBe('cut');
  });

  it('has all their time again when they come back', () => {
    const gone = judge(MOREAU, { told: null });
    const back = judge(MOREAU, { standing: gone.standing, at: after(3) });
    expect(back).toMatchObject({ act: 'none', standing: { goneSince: null } });
    expect(judge(MOREAU, { standing: back.standing, told: null, at: after(20) }).act).toBe('gone');
  });

  it('is not judged by a copy older than the one that knew them', () => {
    expect(judge(MOREAU, { told: null, asOf: after(-2) }).act).toBe('none');
  });
});
