import type { MssAddress } from './mss-address.js';
import { domainOf, localPartOf } from './mss-address.js';
import { flawUnder, type NumberRule, tidyNumber } from './number-flaw.js';

declare const ins: unique symbol;
/**
 * A patient's national health identity: the matricule (NIR, or NIA while there is no NIR) and its key, fifteen characters. Never in a log.
 */
export type Ins = string & { readonly [ins]: true };

/** Which register gave the matricule: the number itself does not tell, only the OID that comes with it. */
export type InsRegister = 'nir' | 'nia' | 'nirTest' | 'nirDemo';

const REGISTERS: Readonly<Record<string, InsRegister>> = {
  '1.2.250.1.213.1.4.8': 'nir',
  '1.2.250.1.213.1.4.9': 'nia',
  '1.2.250.1.213.1.4.10': 'nirTest',
  '1.2.250.1.213.1.4.11': 'nirDemo',
};

/** Sex, year, month, department (2A and 2B for Corsica, 99 abroad), commune, rank: thirteen; then the key. */
const FORM = /^[1-8]\d{4}(?:\d{2}|2[AB])\d{8}$/;

export const INS: NumberRule = {
  form: FORM,
  hasKey: (number) => insKeyOf(number.slice(0, 13)) === number.slice(13),
  // Test matricules look like those of people; the register alone tells.
  isTest: () => false,
};

/** The key of a matricule: 97 less the rest of its division by 97, where 2A counts as 19 and 2B as 18. */
export function insKeyOf(matricule: string): string {
  const digits = matricule.replace('2A', '19').replace('2B', '18');
  return String(97 - Number(BigInt(digits) % 97n)).padStart(2, '0');
}

/** Reads a matricule and its key as typed, spaces left out. Null when it is none, or when its key shows a mistyped digit. */
export function parseIns(text: string): Ins | null {
  return flawUnder(INS, text) === null ? (tidyNumber(text) as Ins) : null;
}

/** The register behind an OID; null for none that is an INS, of which the former INS-C. */
export function insRegisterOf(oid: string): InsRegister | null {
  return Object.hasOwn(REGISTERS, oid) ? (REGISTERS[oid] ?? null) : null;
}

/** May identities of that register be used? Those of the test registers never beside real patients. */
export function isInsRegisterAllowed(register: InsRegister, isProduction: boolean): boolean {
  return !isProduction || register === 'nir' || register === 'nia';
}

/** The domain where the CNAM gives each patient an address. */
export const PATIENT_DOMAIN = 'patient.mssante.fr';

/** §4.3: a patient's address is their INS with its key. Technical addresses of that domain hold none: null, and so for any other domain. */
export function insInAddress(address: MssAddress): Ins | null {
  return domainOf(address) === PATIENT_DOMAIN ? parseIns(localPartOf(address)) : null;
}
