import {
  fixedContext,
  newTenantId,
  type TemporaryDatabase,
  temporaryDatabase,
  withClient,
} from '@cachet/testkit';
import { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.js';
import { Bal, BalAccess } from '../entities/index.js';
import { ormConfig } from '../orm-config.js';
import type { TenantSql } from '../sql.js';
import {
  type CatalogueForeignKey,
  type CatalogueTable,
  readCatalogue,
  readForeignKeys,
} from './catalogue.fixture.js';
import { insertOf, sampleRows, withNewKeys } from './sample-rows.fixture.js';
import { SHARED_TABLES, TOOL_TABLES } from './shared-tables.fixture.js';

const VALMONT = newTenantId();
const TILLEULS = newTenantId();
/** PostgreSQL’s codes: a privilege or a policy refuses; a unique key is taken. */
const DENIED = '42501';
const ALREADY_THERE = '23505';

let temporary: TemporaryDatabase;
let database: Database;
let catalogue: readonly CatalogueTable[];
let foreignKeys: readonly CatalogueForeignKey[];
let rowsOfValmont: Awaited<ReturnType<typeof sampleRows>>;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect();
  await withClient(temporary.adminUrl, async (client) => {
    catalogue = await readCatalogue(client);
    foreignKeys = await readForeignKeys(client);
    rowsOfValmont = await sampleRows(client, VALMONT);
    for (const [table, row] of rowsOfValmont) {
      const { text, values } = insertOf(table, row);
      await client.query(text, values);
    }
  });
});
afterAll(() => temporary.drop());

const behindTheWall = () =>
  catalogue.filter(({ name }) => !(name in SHARED_TABLES) && !(name in TOOL_TABLES));
const inTilleuls = <T>(work: (sql: TenantSql) => Promise<T>) =>
  database.withTenant(fixedContext(TILLEULS), work);
const inValmont = <T>(work: (sql: TenantSql) => Promise<T>) =>
  database.withTenant(fixedContext(VALMONT), work);
const rowOf = (table: string) => rowsOfValmont.get(table) ?? {};
const pointing = (table: string) =>
  new Set(foreignKeys.filter((k) => k.table === table).flatMap((k) => k.columns));

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const fault: unknown = await attempt.then(() => null).catch((caught: unknown) => caught);
  return typeof fault === 'object' && fault !== null && 'code' in fault ? String(fault.code) : String(fault);
}

/** Everything of Valmont, as its administrator sees it: what an attack from elsewhere must leave as it was. */
async function everything(): Promise<Record<string, unknown>> {
  return withClient(temporary.adminUrl, async (client) => {
    const seen: Record<string, unknown> = {};
    for (const { name } of behindTheWall()) {
      seen[name] = (await client.query(`select * from ${name} where tenant_id = $1`, [VALMONT])).rows;
    }
    return seen;
  });
}

describe('the tables of the database', () => {
  it('are exactly those of the entities, plus the owner’s bookkeeping', () => {
    const orm = new MikroORM(ormConfig(temporary.ownerUrl, 'test', 1));
    const declared = [...orm.getMetadata().getAll().values()].map((meta) => meta.tableName);
    expect(catalogue.map((t) => t.name)).toEqual([...declared, ...Object.keys(TOOL_TABLES)].sort());
  });

  it('that are shared still exist, and each says why', () => {
    const names = catalogue.map((t) => t.name);
    for (const [name, reason] of Object.entries({ ...SHARED_TABLES, ...TOOL_TABLES })) {
      expect(names).toContain(name);
      expect(reason.length).toBeGreaterThan(20);
    }
  });

  it('equal the entities: the comparison proposes no change', async () => {
    const orm = new MikroORM(ormConfig(temporary.ownerUrl, 'test', 2));
    expect(await orm.schema.getUpdateSchemaSQL()).toBe('');
    await orm.close(true);
  });

  it('belong to cachet_owner; tools’ tables are out of the application’s reach', () => {
    expect(new Set(catalogue.map((t) => t.owner))).toEqual(new Set(['cachet_owner']));
    for (const table of catalogue.filter((t) => t.name in TOOL_TABLES)) expect(table.privileges).toEqual([]);
  });

  it('can never be truncated, referred to or given triggers by the application', () => {
    const allowed = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
    for (const { privileges } of catalogue) expect(allowed).toEqual(expect.arrayContaining([...privileges]));
  });

  it('are the only things there: no view or function reads them with its owner’s rights', async () => {
    const { rows } = await withClient(temporary.adminUrl, (client) =>
      client.query(`
        select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('v', 'm') and n.nspname = 'public'
        union all
        select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname = 'public' and p.prosecdef`),
    );
    expect(rows).toEqual([]);
  });
});

describe('every table of a tenant', () => {
  it('is forced behind one policy that judges reading and writing alike', () => {
    for (const { name, enabled, forced, policies } of behindTheWall()) {
      const mine = '(tenant_id = ( SELECT app_tenant_id() AS app_tenant_id))';
      expect({ name, enabled, forced, policies }).toEqual({
        name,
        enabled: true,
        forced: true,
        policies: [{ using: mine, check: mine, permissive: true, command: '*' }],
      });
    }
  });

  it('has the tenant first in its key', () => {
    for (const { name, key } of behindTheWall()) expect([name, key[0]]).toEqual([name, 'tenant_id']);
  });

  it('points at others by tenant and id together, so that no row leads to a neighbour’s', () => {
    expect(foreignKeys.length).toBeGreaterThan(5);
    for (const { name, columns, targetColumns } of foreignKeys) {
      expect([name, columns[0], targetColumns[0]]).toEqual([name, 'tenant_id', 'tenant_id']);
    }
  });

  it('shows its own tenant the row that was put there', async () => {
    expect(rowsOfValmont.size).toBeGreaterThanOrEqual(behindTheWall().length);
    for (const { name } of behindTheWall()) {
      expect(await inValmont((sql) => sql.query(`select tenant_id from ${name}`))).toEqual([
        { tenant_id: VALMONT },
      ]);
    }
  });

  it('shows nothing to the neighbour, nor to whoever is in no tenant, even asked by name', async () => {
    for (const { name } of behindTheWall()) {
      const asked = [`select tenant_id from ${name} where tenant_id = $1`, [VALMONT]] as const;
      expect(await inTilleuls((sql) => sql.query(...asked))).toEqual([]);
      expect(await database.shared((sql) => sql.query(...asked))).toEqual([]);
    }
  });

  it('takes no row for another tenant, from the neighbour or from nowhere', async () => {
    for (const { name } of behindTheWall()) {
      const { text, values } = insertOf(name, withNewKeys(rowOf(name), pointing(name)));
      expect([name, await codeOf(inTilleuls((sql) => sql.query(text, values)))]).toEqual([name, DENIED]);
      expect([name, await codeOf(database.shared((sql) => sql.query(text, values)))]).toEqual([name, DENIED]);
    }
  });

  it('stops no such row of its own tenant, which at most exists already', async () => {
    const undone = new Error('not kept');
    for (const { name } of behindTheWall()) {
      const { text, values } = insertOf(name, withNewKeys(rowOf(name), pointing(name)));
      const attempt = inValmont(async (sql) => {
        await sql.query(text, values);
        throw undone;
      });
      expect([String(undone), ALREADY_THERE], name).toContain(await codeOf(attempt));
    }
  });

  it('is left as it was by a neighbour who changes or deletes all that can be', async () => {
    const before = await everything();
    for (const { name, privileges } of behindTheWall()) {
      const attempts = [
        ['UPDATE', `update ${name} set tenant_id = tenant_id where tenant_id = $1 returning 1`],
        ['DELETE', `delete from ${name} where tenant_id = $1 returning 1`],
      ] as const;
      for (const [privilege, text] of attempts) {
        const foreign = () => inTilleuls((sql) => sql.query(text, [VALMONT]));
        const nowhere = () => database.shared((sql) => sql.query(text, [VALMONT]));
        if (privileges.includes(privilege)) {
          expect([name, privilege, await foreign(), await nowhere()]).toEqual([name, privilege, [], []]);
        } else {
          expect([name, privilege, await codeOf(foreign())]).toEqual([name, privilege, DENIED]);
        }
      }
    }
    expect(await everything()).toEqual(before);
  });

  it('lets nobody push a row of theirs over the wall', async () => {
    for (const { name, privileges } of behindTheWall()) {
      if (!privileges.includes('UPDATE')) continue;
      const push = inValmont((sql) => sql.query(`update ${name} set tenant_id = $1`, [TILLEULS]));
      expect([name, await codeOf(push)]).toEqual([name, DENIED]);
    }
  });
});

describe('EX_GDT_5010: the traces', () => {
  it('are added and read by the application, never changed, deleted or emptied', async () => {
    const trace = catalogue.find((t) => t.name === 'trace_event');
    expect(trace?.privileges).toEqual(['SELECT', 'INSERT']);
    for (const text of [
      "update trace_event set outcome = 'ok'",
      "update trace_event set facts = '{}'",
      "update trace_event set sealed_subject = 'x'",
      'delete from trace_event',
      'truncate trace_event',
      'alter table trace_event disable row level security',
      'drop table trace_event',
    ]) {
      expect([text, await codeOf(inValmont((sql) => sql.query(text)))]).toEqual([text, DENIED]);
    }
    expect(await inValmont((sql) => sql.query('select count(*) as n from trace_event'))).toEqual([{ n: 1 }]);
  });
});

describe('administration reads by entities', () => {
  it('see their tenant alone', async () => {
    const neighbours = await database.em(TILLEULS).findAll(BalAccess, { populate: ['bal', 'person'] });
    expect(neighbours).toEqual([]);
    const [access] = await database.em(VALMONT).findAll(BalAccess, { populate: ['bal', 'person'] });
    expect([access?.bal.address, access?.person.idNat]).toEqual([
      rowOf('bal').address,
      rowOf('person').id_nat,
    ]);
    expect(await database.em(VALMONT).count(Bal)).toBe(1);
    expect(await database.em(TILLEULS).count(Bal)).toBe(0);
    const [bal] = await database.em(VALMONT).findAll(Bal);
    expect(bal?.tenantId).toBe(VALMONT);
  });
});
