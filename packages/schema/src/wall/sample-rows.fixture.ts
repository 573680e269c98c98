import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { type CatalogueColumn, readColumns, readForeignKeys } from './catalogue.fixture.js';

type Row = Readonly<Record<string, unknown>>;

/**
 * One row of every tenant table, for one tenant, pointing at each other as the foreign keys ask. Made from the
 * catalogue, so that a table added tomorrow has its row without a line here.
 */
export async function sampleRows(client: Client, tenantId: string): Promise<ReadonlyMap<string, Row>> {
  const columns = await readColumns(client);
  const keys = await readForeignKeys(client);
  const made = new Map<string, Row>();
  const make = (table: string): Row => {
    const known = made.get(table);
    if (known) return known;
    const pointing: Record<string, unknown> = {};
    for (const key of keys.filter((k) => k.table === table)) {
      const target = make(key.target);
      key.columns.forEach((column, index) => {
        pointing[column] = target[key.targetColumns[index] ?? ''];
      });
    }
    const filled = (columns.get(table) ?? []).map((c) => [c.name, pointing[c.name] ?? sampleOf(c, tenantId)]);
    const row = Object.fromEntries(filled);
    made.set(table, row);
    return row;
  };
  for (const [table, of] of columns) if (of.some((c) => c.name === 'tenant_id')) make(table);
  return made;
}

export function insertOf(table: string, row: Row): { text: string; values: unknown[] } {
  const names = Object.keys(row);
  const places = names.map((_, index) => `$${index + 1}`);
  const text = `insert into ${table} (${names.map((n) => `"${n}"`).join(', ')}) values (${places.join(', ')})`;
  return { text, values: Object.values(row) };
}

/** The same row under keys nobody uses yet, so that only the wall can refuse it. */
export function withNewKeys(row: Row, pointing: ReadonlySet<string>): Row {
  const change = ([name, value]: [string, unknown]): [string, unknown] => {
    if (name === 'tenant_id' || pointing.has(name)) return [name, value];
    if (Buffer.isBuffer(value)) return [name, Buffer.from(randomUUID())];
    if (typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)) return [name, randomUUID()];
    if (typeof value === 'string' && value.startsWith('sample-')) return [name, `sample-${randomUUID()}`];
    return [name, typeof value === 'number' ? value + 1 : value];
  };
  return Object.fromEntries(Object.entries(row).map(change));
}

function sampleOf({ name, type, nullable, choices }: CatalogueColumn, tenantId: string): unknown {
  if (name === 'tenant_id') return tenantId;
  const [choice] = choices;
  // A choice that may be left open is, for such columns are often unique among their kind.
  if (choice !== undefined) return nullable ? null : choice;
  switch (type) {
    case 'uuid':
      return randomUUID();
    case 'text':
      return `sample-${randomUUID()}`;
    case 'boolean':
      return true;
    case 'integer':
    case 'bigint':
      return 1;
    case 'timestamp with time zone':
      return new Date('2026-11-20T12:00:00Z');
    case 'jsonb':
      return {};
    case 'bytea':
      return Buffer.from(randomUUID());
    case 'text[]':
      return [];
    default:
      throw new Error(`no sample for a column of type ${type}: teach it here`);
  }
}
