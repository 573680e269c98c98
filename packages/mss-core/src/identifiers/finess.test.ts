import { describe, expect, it } from 'vitest';
import { hasFinessKey, parseFiness } from './finess.js';

describe('EX_PBA_5011: a FINESS number', () => {
  it('is read as it is typed, Corsican ones included', () => {
    expect(parseFiness('75 071 218 4')).toBe('750712184');
    expect(parseFiness('2a0000014')).toBe('2A0000014');
    for (const text of ['', '75071218', '7507121844', '2C0000014', '75071218A', 'FINESS'])
      expect(parseFiness(text)).toBeNull();
  });

  it('shows by its key that a digit was mistyped or that two were exchanged', () => {
    expect(hasFinessKey(parseFiness('750712184')!)).toBe(true);
    expect(hasFinessKey(parseFiness('010000024')!)).toBe(true);
    expect(hasFinessKey(parseFiness('2A0000014')!)).toBe(true);
    expect(hasFinessKey(parseFiness('750712185')!)).toBe(false);
    expect(hasFinessKey(parseFiness('570712184')!)).toBe(false);
  });
});
