import { describe, expect, it } from 'vitest';
import { type RevocationListAge, revocationOverdueEvent } from './revocation-overdue.js';

const HOUR = 3_600_000;
const NOW = new Date('2026-11-20T12:00:00Z');
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR);
const branch = (hours: number, isFresh = true): RevocationListAge => ({
  authority: 'CN=AC ORGANISATIONS',
  isRoot: false,
  newest: ago(hours),
  isFresh,
});
const root = (hours: number, isFresh = true): RevocationListAge => ({
  ...branch(hours, isFresh),
  authority: 'CN=AC RACINE',
  isRoot: true,
});

describe('EX_OPE_5050: a day without a new revocation list', () => {
  it('is told, and not an hour before', () => {
    expect(revocationOverdueEvent([branch(24), root(24)], NOW, null)).toBeNull();
    expect(revocationOverdueEvent([branch(25), root(25)], NOW, null)).toMatchObject({
      kind: 'igc.revocationOverdue',
      severity: 'warning',
      facts: { authorities: 'CN=AC ORGANISATIONS', newest: ago(25).toISOString() },
    });
  });

  it('is ordinary for a root, whose lists live long', () => {
    expect(revocationOverdueEvent([branch(1), root(500)], NOW, null)).toBeNull();
    expect(revocationOverdueEvent([branch(1), root(500, false)], NOW, null)?.severity).toBe('critical');
  });

  it('is critical once no list is in its time, or there never was one', () => {
    expect(revocationOverdueEvent([branch(200, false)], NOW, null)?.severity).toBe('critical');
    const none = { ...branch(0, false), newest: null };
    expect(revocationOverdueEvent([none], NOW, null)).toMatchObject({
      severity: 'critical',
      facts: { newest: null },
    });
  });

  it('is told once a day, and at once when it gets worse', () => {
    const first = revocationOverdueEvent([branch(25)], NOW, null);
    const later = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
    expect(revocationOverdueEvent([branch(25)], later(1), first)).toBeNull();
    expect(revocationOverdueEvent([branch(25, false)], later(1), first)?.severity).toBe('critical');
    expect(revocationOverdueEvent([branch(25)], later(24), first)).not.toBeNull();
  });
});
