import { expect, it } from 'vitest';
import { listeBlancheState } from './liste-blanche-state.ts';

it('EX_2.2_5010: the dashboard says when the liste blanche is missing or has not been renewed', () => {
  expect(listeBlancheState({ available: true, stale: false })).toBe('fresh');
  expect(listeBlancheState({ available: true, stale: true })).toBe('stale');
  expect(listeBlancheState({ available: false, stale: false })).toBe('missing');
});
