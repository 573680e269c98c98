import { foldName } from '../bal/fold-name.js';
import { type IdNat, idNatOfRpps, parseIdNat, parseRpps } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { Column } from './columns.js';

interface Asked {
  readonly column: Column;
  readonly text: string | undefined;
}

/** One of several words, accents and case apart; what may be left out has a word for it. Refuses cellMissing, cellInvalid. */
export function readWord<T>(
  { column, text }: Asked,
  words: Readonly<Record<string, T>>,
  fallback?: T,
): Outcome<T> {
  if (text === undefined) return fallback === undefined ? missing(column) : done(fallback);
  const folded = foldName(text);
  const value = Object.hasOwn(words, folded) ? words[folded] : undefined;
  const all = Object.keys(words).join(', ');
  return value === undefined
    ? invalid(column, text, { fr: `écrivez ${all}`, en: `write ${all}` })
    : done(value);
}

const YES_NO = { oui: true, non: false, o: true, n: false, vrai: true, faux: false, 1: true, 0: false };

export function readYesNo({ column, text }: Asked, fallback: boolean): Outcome<boolean> {
  if (text === undefined) return done(fallback);
  const value = YES_NO[foldName(text) as keyof typeof YES_NO];
  return value === undefined
    ? invalid(column, text, { fr: 'écrivez oui ou non', en: 'write oui (yes) or non (no)' })
    : done(value);
}

/** A whole number of megabytes, as octets. */
export function readMegabytes({ column, text }: Asked, fallback: number): Outcome<number> {
  if (text === undefined) return done(fallback);
  const digits = text.replace(/[\s\u202f\u00a0]/g, '');
  const megabytes = /^\d{1,7}$/.test(digits) ? Number(digits) : 0;
  return megabytes > 0
    ? done(megabytes * 1_000_000)
    : invalid(column, text, { fr: 'écrivez un nombre entier de Mo', en: 'write a whole number of MB' });
}

/** RPPS (11 digits), or a national identifier whole. */
export function readPerson({ column, text }: Asked): Outcome<IdNat> {
  if (text === undefined) return missing(column);
  const idNat = readIdNat(text);
  return idNat
    ? done(idNat)
    : invalid(column, text, {
        fr: 'écrivez un numéro RPPS (11 chiffres, clé juste) ou un identifiant national',
        en: 'write an RPPS number (11 digits, its key right) or a national identifier',
      });
}

/** Null when it is no identifier of a person. */
export function readIdNat(text: string): IdNat | null {
  // Eleven digits are an RPPS number or one mistyped: nothing else that names a person has so many and no more.
  return /^\d{11}$/.test(text.replace(/\s/g, '')) ? idNatOfRpps(parseRpps(text) ?? '') : parseIdNat(text);
}

/** A day, as people or programs write it, from its first moment in France. */
export function readDay({ column, text }: Asked): Outcome<Date | null> {
  if (text === undefined) return done(null);
  const [, d, m, y] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? [];
  const iso = y ? `${y}-${m}-${d}` : text;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? new Date(`${iso}T00:00:00Z`) : null;
  const isDay = day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso);
  if (isDay) return done(midnightInFrance(day));
  const moment = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? new Date(text) : null;
  return moment && !Number.isNaN(moment.getTime())
    ? done(moment)
    : invalid(column, text, { fr: 'écrivez une date, JJ/MM/AAAA', en: 'write a date, DD/MM/YYYY' });
}

export function missing(column: Column): Outcome<never> {
  return refused('cellMissing', { column: column.header, field: column.field });
}

export function invalid(
  column: Column,
  value: string,
  expected: { readonly fr: string; readonly en: string },
): Outcome<never> {
  return refused('cellInvalid', {
    ...{ column: column.header, field: column.field, value: value.slice(0, 60) },
    ...{ expected: expected.fr, expectedEn: expected.en },
  });
}

const IN_PARIS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  hour: 'numeric',
  hour12: false,
});

// Summer time never begins or ends between the midnights of Paris and of Greenwich.
function midnightInFrance(midnight: Date): Date {
  const hours = Number(IN_PARIS.format(midnight)) % 24;
  return new Date(midnight.getTime() - hours * 3_600_000);
}
