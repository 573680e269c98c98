import { ADELI, type Adeli } from './adeli.js';
import type { Sentence } from './explain-number.js';
import { FINESS } from './finess.js';
import { RPPS, type Rpps } from './rpps.js';
import { SIREN, SIRET } from './siret.js';

declare const idNat: unique symbol;
/**
 * National identifier of a person as Pro Santé Connect gives it in SubjectNameID: `8`+RPPS, `0`+ADELI,
 * or a structure's employee (`500000001815646/CPAT00045`). Kept whole as text, up to 64 characters.
 */
export type IdNat = string & { readonly [idNat]: true };

const ID_NAT = /^[0-9A-Za-z][0-9A-Za-z/._-]{1,63}$/;

export function parseIdNat(text: string): IdNat | null {
  return ID_NAT.test(text) ? (text as IdNat) : null;
}

/** By what a structure that numbers its own people is known itself. */
export type EmployerKind = 'finess' | 'siren' | 'siret' | 'practice';

/** What an idNat says: its first digit is the type of identifier (NOS table G08). */
export type IdNatForm =
  | { readonly kind: 'rpps'; readonly rpps: Rpps }
  | { readonly kind: 'adeli'; readonly adeli: Adeli }
  | {
      readonly kind: 'employee';
      readonly employer: { readonly kind: EmployerKind; readonly number: string };
      readonly number: string;
    }
  | { readonly kind: 'other' };

/** Kinds of employers by the digit before their number; 1 and 6 are practices numbered by ADELI and by the RPPS. */
const EMPLOYERS: Readonly<Record<string, { readonly kind: EmployerKind; readonly form: RegExp }>> = {
  1: { kind: 'practice', form: /^[0-9A-Z]{1,20}$/ },
  3: { kind: 'finess', form: FINESS.form },
  4: { kind: 'siren', form: SIREN.form },
  5: { kind: 'siret', form: SIRET.form },
  6: { kind: 'practice', form: /^[0-9A-Z]{1,20}$/ },
};

/** Reads what Pro Santé Connect vouches for: forms are told apart, keys are believed. */
export function formOf(id: IdNat): IdNatForm {
  const [type, number] = [id.charAt(0), id.slice(1)];
  if (type === '8' && RPPS.form.test(number)) return { kind: 'rpps', rpps: number as Rpps };
  if (type === '0' && ADELI.form.test(number)) return { kind: 'adeli', adeli: number as Adeli };
  const [of = '', given = '', ...rest] = number.split('/');
  const employer = EMPLOYERS[type];
  if (!employer?.form.test(of) || given === '' || rest.length > 0) return { kind: 'other' };
  return { kind: 'employee', employer: { kind: employer.kind, number: of }, number: given };
}

/** What kind of number an idNat holds; of a structure's employee, the structure gave it. */
export function identityOf(id: IdNat): 'rpps' | 'adeli' | 'local' {
  const { kind } = formOf(id);
  return kind === 'rpps' || kind === 'adeli' ? kind : 'local';
}

/** Whether a national register gave the number. */
// EX_GBM_4220, EX_PBA_5090: whom the national directory knows.
export function isNational(id: IdNat): boolean {
  return identityOf(id) !== 'local';
}

/** The idNat of an RPPS number (11 digits): the digit 8 tells the Annuaire's identifier type. What is typed passes parseRpps before. */
export function idNatOfRpps(rpps: string): IdNat | null {
  return RPPS.form.test(rpps) ? (`8${rpps}` as IdNat) : null;
}

export function idNatOfAdeli(adeli: Adeli): IdNat {
  return `0${adeli}` as IdNat;
}

/** The RPPS inside an idNat, when it holds one. */
export function rppsOf(id: IdNat): Rpps | null {
  const form = formOf(id);
  return form.kind === 'rpps' ? form.rpps : null;
}

const EMPLOYER_NAMES: Readonly<Record<EmployerKind, Sentence>> = {
  finess: { fr: 'la structure de FINESS', en: 'the structure of FINESS' },
  siren: { fr: 'la structure de SIREN', en: 'the structure of SIREN' },
  siret: { fr: 'la structure de SIRET', en: 'the structure of SIRET' },
  practice: { fr: 'le cabinet', en: 'the practice' },
};

/** What an idNat says, in words. */
export function explainIdNat(id: IdNat): Sentence {
  const form = formOf(id);
  switch (form.kind) {
    case 'rpps':
      return { fr: `RPPS ${form.rpps}`, en: `RPPS ${form.rpps}` };
    case 'adeli':
      return { fr: `ADELI ${form.adeli}`, en: `ADELI ${form.adeli}` };
    case 'employee': {
      const { kind, number } = form.employer;
      const name = EMPLOYER_NAMES[kind];
      return {
        fr: `numéro ${form.number} donné par ${name.fr} ${number}`,
        en: `number ${form.number} given by ${name.en} ${number}`,
      };
    }
    case 'other':
      return { fr: `identifiant ${id}`, en: `identifier ${id}` };
  }
}
