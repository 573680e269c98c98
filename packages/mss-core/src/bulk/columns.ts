import { foldName } from '../bal/fold-name.js';
import { done, type Outcome, refused } from '../outcome/index.js';

/** A column of a file: as people name it, and as programs do. */
export interface Column<F extends string = string> {
  readonly field: F;
  readonly header: string;
  readonly isNeeded?: boolean;
}

/** Of a file of BAL. One row is one BAL, known by its address. */
export const BAL_COLUMNS = [
  { field: 'address', header: 'adresse', isNeeded: true },
  { field: 'kind', header: 'type', isNeeded: true },
  { field: 'description', header: 'description' },
  { field: 'quotaMegabytes', header: 'quota Mo' },
  { field: 'isTest', header: 'test' },
  { field: 'responsible', header: 'responsable', isNeeded: true },
  { field: 'familyName', header: 'responsable nom' },
  { field: 'givenName', header: 'responsable prénom' },
  { field: 'responsibleReads', header: 'responsable lit' },
  { field: 'finess', header: 'finess' },
  { field: 'isShared', header: 'partagée' },
  { field: 'isPending', header: 'en attente' },
] as const satisfies readonly Column[];

/** Of a file of accesses. One row is one access, known by the address, the person and the role. */
export const ACCESS_COLUMNS = [
  { field: 'address', header: 'adresse', isNeeded: true },
  { field: 'person', header: 'personne', isNeeded: true },
  { field: 'familyName', header: 'nom' },
  { field: 'givenName', header: 'prénom' },
  { field: 'role', header: 'rôle', isNeeded: true },
  { field: 'mayRead', header: 'lecture' },
  { field: 'maySend', header: 'envoi' },
  { field: 'startsAt', header: 'début' },
  { field: 'endsAt', header: 'fin' },
  { field: 'reason', header: 'motif' },
] as const satisfies readonly Column[];

/** What we add to the rows we give back; read past when they come again. */
export const ADDED_HEADERS = ['ligne', 'refus', 'code'] as const;

export type Cells<F extends string = string> = Readonly<Partial<Record<F, string>>>;
export type BalCells = Cells<(typeof BAL_COLUMNS)[number]['field']>;
export type AccessCells = Cells<(typeof ACCESS_COLUMNS)[number]['field']>;

/**
 * The column at each place of a first line, null for those that are read past. Accents, case, spaces, hyphens and underscores do not count,
 * nor does the order. Refuses csvColumnUnknown, csvColumnTwice, csvColumnMissing.
 */
export function readHeader<F extends string>(
  cells: readonly string[],
  columns: readonly Column<F>[],
): Outcome<readonly (Column<F> | null)[]> {
  const byName = new Map(columns.map((column) => [foldName(column.header), column]));
  const past = new Set<string>(['', ...ADDED_HEADERS]);
  const found: (Column<F> | null)[] = [];
  for (const cell of cells) {
    const name = foldName(cell);
    const column = byName.get(name) ?? null;
    if (!column && !past.has(name))
      return refused('csvColumnUnknown', {
        column: cell.trim().slice(0, 60),
        known: columns.map(({ header }) => header).join(', '),
      });
    if (column && found.includes(column)) return refused('csvColumnTwice', { column: column.header });
    found.push(column);
  }
  const missing = columns.find((column) => column.isNeeded && !found.includes(column));
  return missing ? refused('csvColumnMissing', { column: missing.header }) : done(found);
}
