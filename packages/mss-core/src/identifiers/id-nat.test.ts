import { describe, expect, it } from 'vitest';
import { explainIdNat, formOf, identityOf, isNational, parseIdNat, rppsOf } from './id-nat.js';
import { explainStructureIdNat, parseStructureIdNat, structureFormOf } from './structure-id-nat.js';

const id = (text: string) => parseIdNat(text)!;

describe('EX_PBA_5090: what Pro Santé Connect calls a person by', () => {
  it('says by its first digit which register numbered them', () => {
    expect(formOf(id('899700218896'))).toEqual({ kind: 'rpps', rpps: '99700218896' });
    expect(formOf(id('00B6093351'))).toEqual({ kind: 'adeli', adeli: '0B6093351' });
    expect(formOf(id('500000001815646/CPAT00045'))).toEqual({
      kind: 'employee',
      employer: { kind: 'siret', number: '00000001815646' },
      number: 'CPAT00045',
    });
    expect(formOf(id('3010000024/17'))).toMatchObject({ employer: { kind: 'finess', number: '010000024' } });
    expect(formOf(id('4347976684/A.1'))).toMatchObject({ employer: { kind: 'siren' } });
    expect(formOf(id('6R95141/2'))).toMatchObject({ employer: { kind: 'practice' } });
  });

  it('may say nothing that we know: it stays the person’s all the same', () => {
    for (const text of ['ANS20231122132732', '8997002188', '301/17', '3010000024/a/b', '90000000000']) {
      expect(formOf(id(text))).toEqual({ kind: 'other' });
      expect(identityOf(id(text))).toBe('local');
    }
  });

  it('is national when the RPPS or ADELI gave it', () => {
    expect(isNational(id('899700218896'))).toBe(true);
    expect(isNational(id('0759000010'))).toBe(true);
    expect(isNational(id('3010000024/17'))).toBe(false);
    expect(rppsOf(id('899700218896'))).toBe('99700218896');
    expect(rppsOf(id('0759000010'))).toBeNull();
  });

  it('is told in words', () => {
    expect(explainIdNat(id('899700218896')).fr).toBe('RPPS 99700218896');
    expect(explainIdNat(id('500000001815646/CPAT00045'))).toEqual({
      fr: 'numéro CPAT00045 donné par la structure de SIRET 00000001815646',
      en: 'number CPAT00045 given by the structure of SIRET 00000001815646',
    });
    expect(explainIdNat(id('ANS20231122132732')).en).toBe('identifier ANS20231122132732');
  });
});

describe('EX_LPS_1200: what a certificate calls a structure by', () => {
  const structure = (text: string) => parseStructureIdNat(text)!;

  it('says by its first digit which number it is', () => {
    expect(structureFormOf(structure('1010000024'))).toEqual({ kind: 'finess', number: '010000024' });
    expect(structureFormOf(structure('11B0062640'))).toEqual({ kind: 'finess', number: '1B0062640' });
    expect(structureFormOf(structure('2347976684'))).toEqual({ kind: 'siren', number: '347976684' });
    expect(structureFormOf(structure('318310021300028'))).toEqual({
      kind: 'siret',
      number: '18310021300028',
    });
    expect(structureFormOf(structure('4R95141000'))).toEqual({ kind: 'other' });
  });

  it('is told in words', () => {
    expect(explainStructureIdNat(structure('1010000024')).fr).toBe('FINESS 010000024');
    expect(explainStructureIdNat(structure('4R95141000')).fr).toBe('identifiant 4R95141000');
  });
});
