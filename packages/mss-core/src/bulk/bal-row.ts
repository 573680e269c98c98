import type { BalKind } from '../access/index.js';
import { type IdNat, type MssAddress, parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome } from '../outcome/index.js';
import { BAL_COLUMNS, type BalCells, type Column } from './columns.js';
import { invalid, missing, readMegabytes, readPerson, readWord, readYesNo } from './read-cell.js';

/** A BAL to open, as a row asks for it, with whoever answers for it. */
export interface BalItem {
  readonly address: MssAddress;
  readonly kind: BalKind;
  readonly description: string;
  readonly quotaBytes: number;
  readonly isTest: boolean;
  readonly responsible: IdNat;
  /** Needed for somebody the structure does not know yet. */
  readonly familyName: string;
  readonly givenName: string;
  readonly responsibleReads: boolean;
  readonly finess: string | null;
  readonly isShared: boolean;
  readonly isPending: boolean;
}

/** The words of the column « type ». EX_GBM_3040: the names that people are shown. */
export const KINDS: Readonly<Record<string, BalKind>> = {
  personnelle: 'personal',
  organisationnelle: 'organisational',
  applicative: 'applicative',
};

/** One gibibyte would be 1,074 MB: people count in thousands. */
const USUAL_QUOTA = 1_000_000_000;

/** Refuses cellMissing, cellInvalid: what can be told of a row by itself. */
export function readBalRow(cells: BalCells): Outcome<BalItem> {
  const address = readAddress(column('address'), cells.address);
  if (!address.ok) return address;
  const kind = readWord(asked(cells, 'kind'), KINDS);
  if (!kind.ok) return kind;
  const quotaBytes = readMegabytes(asked(cells, 'quotaMegabytes'), USUAL_QUOTA);
  if (!quotaBytes.ok) return quotaBytes;
  const responsible = readPerson(asked(cells, 'responsible'));
  if (!responsible.ok) return responsible;
  const answers = readAnswers(cells, kind.value);
  if (!answers.ok) return answers;
  return done({
    ...{ address: address.value, kind: kind.value, quotaBytes: quotaBytes.value },
    ...{ responsible: responsible.value, description: cells.description ?? '', finess: cells.finess ?? null },
    ...{ familyName: cells.familyName ?? '', givenName: cells.givenName ?? '', ...answers.value },
  });
}

function readAnswers(
  cells: BalCells,
  kind: BalKind,
): Outcome<Pick<BalItem, 'isTest' | 'responsibleReads' | 'isShared' | 'isPending'>> {
  const isTest = readYesNo(asked(cells, 'isTest'), false);
  if (!isTest.ok) return isTest;
  const responsibleReads = readYesNo(asked(cells, 'responsibleReads'), kind !== 'applicative');
  if (!responsibleReads.ok) return responsibleReads;
  const isShared = readYesNo(asked(cells, 'isShared'), false);
  if (!isShared.ok) return isShared;
  const isPending = readYesNo(asked(cells, 'isPending'), false);
  if (!isPending.ok) return isPending;
  return done({
    ...{ isTest: isTest.value, responsibleReads: responsibleReads.value },
    ...{ isShared: isShared.value, isPending: isPending.value },
  });
}

export function readAddress(asked: Column, text: string | undefined): Outcome<MssAddress> {
  if (text === undefined) return missing(asked);
  const address = parseMssAddress(text);
  return address
    ? done(address)
    : invalid(asked, text, {
        fr: 'écrivez une adresse entière, sans accent ni espace',
        en: 'write a whole address, without accents or spaces',
      });
}

function asked(cells: BalCells, field: keyof BalCells) {
  return { column: column(field), text: cells[field] };
}

function column(field: keyof BalCells): Column {
  return BAL_COLUMNS.find((each) => each.field === field) ?? BAL_COLUMNS[0];
}
