import { describe, expect, it } from 'vitest';
import { whoFinds } from './who-finds.ts';

describe('who can find a BAL in the Annuaire', () => {
  it('is claimed of what the Annuaire took, and of what it was never told', () => {
    expect(whoFinds({ state: 'ACCEPTED', exclusion: null, isOnListeRouge: false })).toBe('visible');
    expect(whoFinds({ state: 'ACCEPTED', exclusion: null, isOnListeRouge: true })).toBe('hidden');
    expect(whoFinds({ state: 'NOT_PUBLISHED', exclusion: 'TEST', isOnListeRouge: false })).toBe(
      'shownToNobody',
    );
  });

  it.each(['PENDING', 'DECLARED', 'REJECTED'] as const)('is only foreseen while it is %s', (state) => {
    expect(whoFinds({ state, exclusion: null, isOnListeRouge: false })).toBe('visibleLater');
    expect(whoFinds({ state, exclusion: null, isOnListeRouge: true })).toBe('hiddenLater');
    expect(whoFinds({ state, exclusion: 'NOT_OPEN', isOnListeRouge: false })).toBe('shownToNobodyLater');
  });
});
