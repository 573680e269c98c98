import { expect, it } from 'vitest';
import { listeBlancheState } from './liste-blanche-state.ts';

const now = new Date('2026-11-20T12:00:00Z');

it('EX_2.2_5010: the dashboard says when the liste blanche is missing or has not been renewed', () => {
  expect(listeBlancheState({ available: true, fetchedAt: '2026-11-20T03:00:00Z' }, now)).toBe('fresh');
  expect(listeBlancheState({ available: true, fetchedAt: '2026-11-18T23:00:00Z' }, now)).toBe('stale');
  expect(listeBlancheState({ available: false, fetchedAt: null }, now)).toBe('missing');
});
