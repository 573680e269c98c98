import { describe, expect, it } from 'vitest';
import { announcedAt, type CguStanding, owedAt } from './standing.js';

const at = (day: string) => new Date(`2026-11-${day}T00:00:00Z`);
const version = (versionId: string, day: string, isAccepted = false): CguStanding => ({
  versionId,
  inForceAt: at(day),
  isAccepted,
});

describe('EX_DCU_5030: what a person owes of the terms of use', () => {
  it('is nothing where the operator published none, or none is in force yet', () => {
    expect(owedAt([], at('20'))).toBeNull();
    expect(owedAt([version('first', '21')], at('20'))).toBeNull();
  });

  it('is the version in force from its first moment, until it is accepted', () => {
    expect(owedAt([version('first', '20')], at('20'))?.versionId).toBe('first');
    expect(owedAt([version('first', '20', true)], at('20'))).toBeNull();
  });

  it('begins anew with the version that replaces it, which may be accepted before its date', () => {
    const unread = [version('second', '25'), version('first', '20', true)];
    expect(owedAt(unread, at('24'))).toBeNull();
    expect(announcedAt(unread, at('24')).map(({ versionId }) => versionId)).toEqual(['second']);
    expect(owedAt(unread, at('25'))?.versionId).toBe('second');
    const ahead = [version('second', '25', true), version('first', '20', true)];
    expect(announcedAt(ahead, at('24'))).toEqual([]);
    expect(owedAt(ahead, at('26'))).toBeNull();
  });

  it('forgets a version that was replaced without having been accepted', () => {
    expect(owedAt([version('first', '20'), version('second', '25', true)], at('25'))).toBeNull();
  });

  it('announces several versions to come in the order of their dates', () => {
    const ids = announcedAt([version('third', '28'), version('second', '25')], at('20'));
    expect(ids.map(({ versionId }) => versionId)).toEqual(['second', 'third']);
  });
});
