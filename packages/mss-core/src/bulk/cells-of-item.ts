import type { BalKind, BalRole } from '../access/index.js';
import { ROLES } from './access-row.js';
import { KINDS } from './bal-row.js';
import type { Cells } from './columns.js';

/** What may stand in a field of an item that programs send. */
export type ItemValue = string | number | boolean | Date | null | undefined;

/** The cells by which a file would say the same: what programs send is judged by the same lines as what people write. */
export function cellsOfItem<F extends string>(item: Readonly<Record<F, ItemValue>>): Cells<F> {
  const cells: Partial<Record<F, string>> = {};
  for (const field of Object.keys(item) as F[]) {
    const text = textOf(field, item[field]);
    if (text !== '') cells[field] = text;
  }
  return cells;
}

function textOf(field: string, value: ItemValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  if (field === 'kind') return wordFor(KINDS, value as BalKind);
  if (field === 'role') return wordFor(ROLES, value as BalRole);
  return String(value).trim();
}

function wordFor<T>(words: Readonly<Record<string, T>>, value: T): string {
  return Object.entries(words).find(([, meant]) => meant === value)?.[0] ?? String(value);
}
