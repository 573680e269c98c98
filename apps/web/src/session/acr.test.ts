import { expect, it } from 'vitest';
import { reaches } from './acr.ts';

it('admits the level required or a higher one, and nothing unknown', () => {
  expect(reaches('eidas1', 'eidas1')).toBe(true);
  expect(reaches('eidas2', 'eidas1')).toBe(true);
  expect(reaches('eidas1', 'eidas2')).toBe(false);
  for (const acr of [undefined, null, '', 'pwd', 'EIDAS1', 1]) expect(reaches(acr, 'eidas1')).toBe(false);
});
