import { domainOfPath, type MailPath, PATIENT_DOMAIN } from '../identifiers/index.js';

/** Tableaux 46 and 47. */
const LONGEST = 255;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNSOUND = /[;"\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]|^[=+\-@]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const BREAKS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const IN_ADDRESS = /[;"\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;

/**
 * What a program wrote, as one cell of a file: it can neither end its cell or its line, nor be taken for a formula by whoever opens the file in a
 * spreadsheet. `34112-3;PRESC-BIO`, of the text’s own example, has no place in eight columns: its semicolon becomes a comma, as lists of codes have.
 */
// EX_PSU_5830: « aucun traitement n’est exigé » on these values, and none but what keeps the file readable is made.
export function toldCell(told: string | null): string {
  if (told === null) return '';
  if (told.length <= LONGEST && !UNSOUND.test(told)) return told;
  const sound = told.replaceAll(BREAKS, ' ').trim().replaceAll(';', ',').replaceAll('"', "'");
  return (/^[=+\-@]/.test(sound) ? `'${sound}` : sound).slice(0, LONGEST);
}

const USAGER = `usager@${PATIENT_DOMAIN}`;

// EX_PSU_5020: by the domain, whatever stands before it: a mistyped matricule names somebody too.
export function addressCell(address: MailPath): string {
  if (domainOfPath(address).toLowerCase() === PATIENT_DOMAIN) return USAGER;
  // Of millions of addresses none has anything to be taken out.
  const sound = IN_ADDRESS.test(address) ? address.replaceAll(BREAKS, '').replaceAll(/[;"]/g, '') : address;
  return sound.slice(0, LONGEST);
}

const HOUR_MS = 3_600_000;
const PARIS_HOUR = new Intl.DateTimeFormat('en-GB', {
  ...{ timeZone: 'Europe/Paris', hour: 'numeric', hour12: false },
});
/** Of the hours that were asked: millions of lines have few of them. */
const OFFSETS = new Map<number, number>();
const MOST_HOURS = 10_000;

/** `AAAA-MM-JJ HH:mm:SS`, by the clocks of Paris. */
export function dateCell(atMs: number): string {
  const text = new Date(atMs + offsetAt(atMs)).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

function offsetAt(atMs: number): number {
  const hour = Math.floor(atMs / HOUR_MS);
  const known = OFFSETS.get(hour);
  if (known !== undefined) return known;
  const shown = Number(PARIS_HOUR.format(atMs)) % 24;
  const offset = ((shown - (hour % 24) + 24) % 24) * HOUR_MS;
  if (OFFSETS.size >= MOST_HOURS) OFFSETS.clear();
  OFFSETS.set(hour, offset);
  return offset;
}
