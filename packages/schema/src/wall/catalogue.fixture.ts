import type { Client } from 'pg';

/** What PostgreSQL itself says of a table. */
export interface CatalogueTable {
  readonly name: string;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly owner: string;
  /** Columns of the primary key, in order. */
  readonly key: readonly string[];
  readonly policies: readonly {
    using: string | null;
    check: string | null;
    permissive: boolean;
    command: string;
  }[];
  readonly privileges: readonly string[];
}

/** Every table of the database outside PostgreSQL's own schemas, partitions and foreign tables included. */
export async function readCatalogue(client: Client): Promise<readonly CatalogueTable[]> {
  const { rows } = await client.query<CatalogueTable>(`
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
           pg_get_userbyid(c.relowner) as owner,
           coalesce((select array_agg(a.attname::text order by k.place)
              from pg_index i
              cross join unnest(i.indkey) with ordinality as k(attnum, place)
              join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
             where i.indrelid = c.oid and i.indisprimary), '{}') as key,
           coalesce((select json_agg(json_build_object(
                       'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid),
                       'permissive', p.polpermissive, 'command', p.polcmd))
              from pg_policy p where p.polrelid = c.oid), '[]') as policies,
           array(select privilege from unnest(array['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER'])
                   as privilege where has_table_privilege('cachet_app', c.oid, privilege)) as privileges
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     order by c.relname`);
  return rows;
}

/** A column, and the values its CHECK allows, when it lists them. */
export interface CatalogueColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly choices: readonly string[];
}

/** The columns of each table that a row is given: what PostgreSQL works out itself is none. */
export async function readColumns(client: Client): Promise<ReadonlyMap<string, readonly CatalogueColumn[]>> {
  const { rows } = await client.query<CatalogueColumn & { table: string }>(`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,
           coalesce((select array_agg(m[1])
              from pg_constraint k, regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''::text', 'g') as m
             where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]), '{}') as choices
      from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind in ('r', 'p')
     order by a.attnum`);
  return Map.groupBy(rows, (row) => row.table);
}

/** Foreign keys: of which table, by which columns, to which table and columns. */
export interface CatalogueForeignKey {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
}

export async function readForeignKeys(client: Client): Promise<readonly CatalogueForeignKey[]> {
  const columns = (table: string, numbers: string) => `
    array(select a.attname::text from unnest(${numbers}) with ordinality as k(attnum, place)
            join pg_attribute a on a.attrelid = ${table} and a.attnum = k.attnum order by k.place)`;
  const { rows } = await client.query<CatalogueForeignKey>(`
    select conname as name, conrelid::regclass::text as table, ${columns('conrelid', 'conkey')} as columns,
           confrelid::regclass::text as target, ${columns('confrelid', 'confkey')} as "targetColumns"
      from pg_constraint where contype = 'f' order by conname`);
  return rows;
}
