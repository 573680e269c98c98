import { describe, expect, it } from 'vitest';
import { parseStructureIdNat, structureIdNatOfFiness } from './structure-id-nat.js';

describe('EX_LPS_1200: the idNat of a structure', () => {
  it('is 1 before a FINESS number, Corsican ones included', () => {
    expect(structureIdNatOfFiness('010000024')).toBe('1010000024');
    expect(structureIdNatOfFiness('2a0000014')).toBe('12A0000014');
  });

  it('is read with its stray spaces, and nothing else is', () => {
    expect(parseStructureIdNat(' 312345678900011 ')).toBe('312345678900011');
    for (const text of ['', '1', 'DSI DE LA CLINIQUE', '1010000024/CPAT00045', '1'.repeat(21)]) {
      expect(parseStructureIdNat(text)).toBeNull();
    }
  });
});
