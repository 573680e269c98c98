import type { BalRole } from '../access/index.js';
import type { IdNat, MssAddress } from '../identifiers/index.js';
import { done, type Outcome } from '../outcome/index.js';
import { readAddress } from './bal-row.js';
import { ACCESS_COLUMNS, type AccessCells, type Column } from './columns.js';
import { readDay, readPerson, readWord, readYesNo } from './read-cell.js';

/** An access to open, as a row asks for it. */
export interface AccessItem {
  readonly address: MssAddress;
  readonly person: IdNat;
  /** Needed for somebody the structure does not know yet. */
  readonly familyName: string;
  readonly givenName: string;
  readonly role: BalRole;
  readonly mayRead: boolean;
  readonly maySend: boolean;
  /** Null for now. */
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly reason: string;
}

/** The words of the column « rôle ». */
export const ROLES: Readonly<Record<string, BalRole>> = {
  responsable: 'responsible',
  cotitulaire: 'coholder',
  delegue: 'delegate',
};

/** Refuses cellMissing, cellInvalid: what can be told of a row by itself. */
export function readAccessRow(cells: AccessCells): Outcome<AccessItem> {
  const address = readAddress(column('address'), cells.address);
  if (!address.ok) return address;
  const person = readPerson(asked(cells, 'person'));
  if (!person.ok) return person;
  const role = readWord(asked(cells, 'role'), ROLES);
  if (!role.ok) return role;
  const rights = readRights(cells);
  if (!rights.ok) return rights;
  return done({
    ...{ address: address.value, person: person.value, role: role.value, ...rights.value },
    ...{ familyName: cells.familyName ?? '', givenName: cells.givenName ?? '', reason: cells.reason ?? '' },
  });
}

function readRights(
  cells: AccessCells,
): Outcome<Pick<AccessItem, 'mayRead' | 'maySend' | 'startsAt' | 'endsAt'>> {
  const mayRead = readYesNo(asked(cells, 'mayRead'), true);
  if (!mayRead.ok) return mayRead;
  const maySend = readYesNo(asked(cells, 'maySend'), true);
  if (!maySend.ok) return maySend;
  const startsAt = readDay(asked(cells, 'startsAt'));
  if (!startsAt.ok) return startsAt;
  const endsAt = readDay(asked(cells, 'endsAt'));
  if (!endsAt.ok) return endsAt;
  return done({
    ...{ mayRead: mayRead.value, maySend: maySend.value },
    ...{ startsAt: startsAt.value, endsAt: endsAt.value },
  });
}

function asked(cells: AccessCells, field: keyof AccessCells) {
  return { column: column(field), text: cells[field] };
}

function column(field: keyof AccessCells): Column {
  return ACCESS_COLUMNS.find((each) => each.field === field) ?? ACCESS_COLUMNS[0];
}
