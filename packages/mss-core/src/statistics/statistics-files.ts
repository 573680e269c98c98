import type { MailPath, MssAddress } from '../identifiers/index.js';
import { addressCell, dateCell, toldCell } from './csv-cells.js';
import type { MssHeaders } from './mss-headers.js';
import type { StatisticsMonth } from './statistics-month.js';

/** The two files of a domain (§6.9.3.1). */
export type StatisticsFile = 'exchanges' | 'connections';

export const STATISTICS_FILES: readonly StatisticsFile[] = ['exchanges', 'connections'];

const NAMES: Readonly<Record<StatisticsFile, string>> = {
  exchanges: 'EchangesMSSante',
  connections: 'ConnexionsMSSante',
};

// EX_PSU_5830, EX_PSU_5840: the columns, their order and their case, and nothing else.
const HEADERS: Readonly<Record<StatisticsFile, string>> = {
  exchanges: 'MAIL_ID;EXPEDITEUR;DESTINATAIRE;DATE;TAILLE;INS;CODECDA;NIL\n',
  connections: 'BAL;DATE_DERNIERE_CONNEXION\n',
};

/** `202611_EchangesMSSante_ch-sud.mssante.fr.csv`: parentheses and brackets of the text are its notation. */
export function statisticsFileName(file: StatisticsFile, month: StatisticsMonth, domain: string): string {
  return `${month.replace('-', '')}_${NAMES[file]}_${domain}.csv`;
}

/** The file, month and domain of such a name; null for any other. */
export function readFileName(
  name: string,
): { readonly file: StatisticsFile; readonly month: string; readonly domain: string } | null {
  const [, year, month, kind, domain] =
    /^(20\d\d)(0[1-9]|1[0-2])_(EchangesMSSante|ConnexionsMSSante)_([a-z0-9.-]{1,253})\.csv$/.exec(name) ?? [];
  if (!year || !month || !domain) return null;
  const file = kind === NAMES.exchanges ? 'exchanges' : 'connections';
  return { file, month: `${year}-${month}`, domain };
}

export function headerOfFile(file: StatisticsFile): string {
  return HEADERS[file];
}

/** One letter to one recipient, that another server or our own took or refused. */
export interface ExchangeRow extends MssHeaders {
  /** Our own id of the letter, the same on the line of each recipient. */
  readonly mailId: string;
  readonly sender: MailPath;
  readonly recipient: MssAddress;
  /** When it was taken or refused, in milliseconds. */
  readonly atMs: number;
  /** Octets. */
  readonly size: number;
}

// EX_PSU_5830: one line for each recipient.
export function exchangeLine(row: ExchangeRow): string {
  const { mailId, sender, recipient, atMs, size, ins, codeCda, nil } = row;
  const to = addressCell(recipient);
  const told = `${ins ?? ''};${toldCell(codeCda)};${toldCell(nil)}`;
  return `${mailId};${addressCell(sender)};${to};${dateCell(atMs)};${size};${told}\n`;
}

/** A BAL and when somebody last came to it. */
export interface ConnectionRow {
  readonly address: MssAddress;
  readonly last: LastConnection;
}

export type LastConnection =
  | { readonly kind: 'at'; readonly atMs: number }
  /** Nobody ever came. */
  | { readonly kind: 'never' }
  /** What would tell it is not kept any more. */
  | { readonly kind: 'unknown' };

const UNKNOWN = '1900-01-01 00:00:00';

// EX_PSU_5840, EX_SSU_5800: empty when nobody came, never « null »; the year 1900 when it cannot be told.
export function connectionLine({ address, last }: ConnectionRow): string {
  return `${addressCell(address)};${dateOf(last)}\n`;
}

function dateOf(last: LastConnection): string {
  switch (last.kind) {
    case 'at':
      return dateCell(last.atMs);
    case 'never':
      return '';
    case 'unknown':
      return UNKNOWN;
  }
}
