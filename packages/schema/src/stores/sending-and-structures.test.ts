import {
  authoriseStructure,
  type Outcome,
  setSendingLimits,
  type TenantContext,
  withdrawStructure,
} from '@cachet/mss-core';
import { fixedContext, type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.js';
import { administrationDesk } from './pg-administration.js';
import { PgBalStore } from './pg-bal-store.js';
import { PgSending } from './pg-sending.js';

const SIRET = '312345678900011';

let temporary: TemporaryDatabase;
let database: Database;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect();
});
afterAll(() => temporary.drop());

type Desk = ReturnType<typeof administrationDesk>;

function act<T>(
  context: TenantContext,
  work: (context: TenantContext, desk: Desk) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return database.withTenant(context, (sql) => work(sql.context, administrationDesk(sql)));
}

const structuresOf = (tenant: TestTenant, balId: string) =>
  database.withTenant(tenant.context(), (sql) => new PgBalStore(sql).structuresOf(balId));
const asPerson = (tenant: TestTenant, { idNat }: Awaited<ReturnType<TestTenant['person']>>) =>
  tenant.context({ actor: { kind: 'person', idNat, name: 'Camille', proof: 'psc' } });

describe('EX_LPS_1200: the structures an applicative BAL is attached to', () => {
  it('are the tenant by its FINESS number, and those its managers authorised', async () => {
    const tenant = await TestTenant.create(database, { kind: 'structure' });
    const bal = await tenant.bal({ kind: 'applicative' });
    expect(await structuresOf(tenant, bal.id)).toEqual(['1010000024']);
    const manager = await tenant.person();
    await tenant.role(manager, 'manager');
    const access = { balId: bal.id, idNat: ` ${SIRET} ` };
    for (let turn = 0; turn < 2; turn += 1) {
      expect((await act(asPerson(tenant, manager), (c, d) => authoriseStructure(c, d, access))).ok).toBe(
        true,
      );
    }
    expect(await structuresOf(tenant, bal.id)).toEqual(['1010000024', SIRET]);
    expect((await act(asPerson(tenant, manager), (c, d) => withdrawStructure(c, d, access))).ok).toBe(true);
    expect(await structuresOf(tenant, bal.id)).toEqual(['1010000024']);
    expect(await act(tenant.context(), (c, d) => withdrawStructure(c, d, access))).toMatchObject({
      refusal: { code: 'notFound' },
    });
    const traces = await database.withTenant(tenant.context(), (sql) =>
      sql.query("select kind, facts from trace_event where kind like 'structure.%' order by id"),
    );
    expect(traces).toEqual([
      { kind: 'structure.authorised', facts: { idNat: SIRET } },
      { kind: 'structure.withdrawn', facts: { idNat: SIRET } },
    ]);
  });

  it('are chosen by managers alone, for applicative BAL of theirs alone, twenty at most', async () => {
    const tenant = await TestTenant.create(database);
    const other = await TestTenant.create(database);
    const bal = await tenant.bal({ kind: 'applicative' });
    const person = await tenant.person();
    const holder = asPerson(tenant, person);
    const ask = (context: TenantContext, balId: string, idNat = SIRET) =>
      act(context, (c, d) => authoriseStructure(c, d, { balId, idNat }));
    expect(await ask(holder, bal.id)).toMatchObject({ refusal: { code: 'forbidden' } });
    expect(await ask(other.context(), bal.id)).toMatchObject({ refusal: { code: 'notFound' } });
    const personal = await tenant.bal({ responsible: person });
    expect(await ask(tenant.context(), personal.id)).toMatchObject({
      refusal: { detail: { field: 'balId' } },
    });
    expect(await ask(tenant.context(), bal.id, 'DSI')).toMatchObject({
      refusal: { detail: { field: 'idNat' } },
    });
    const software = tenant.context({ actor: { kind: 'structure', idNat: SIRET as never, dn: 'CN=x' } });
    expect(await ask(software, bal.id)).toMatchObject({ refusal: { code: 'forbidden' } });
    for (let n = 0; n < 20; n += 1)
      expect((await ask(tenant.context(), bal.id, `3${String(n).padStart(14, '0')}`)).ok).toBe(true);
    expect(await ask(tenant.context(), bal.id)).toMatchObject({ refusal: { code: 'limitReached' } });
    expect(await structuresOf(other, bal.id)).toEqual([]);
  });
});

describe('how much a tenant sends', () => {
  const at = (iso: string, tenant: TestTenant) => fixedContext(tenant.id, { at: new Date(iso) });
  const count = (context: TenantContext, balId: string, recipients: number) =>
    database.withTenant(context, (sql) => new PgSending(sql).count(balId, recipients));

  it('is counted by BAL and hour, the tenant’s being the sum; a neighbour’s is apart', async () => {
    const tenant = await TestTenant.create(database);
    const [one, two] = [await tenant.bal(), await tenant.bal()];
    await count(at('2026-11-20T11:50:00Z', tenant), one.id, 7);
    await count(at('2026-11-20T12:01:00Z', tenant), two.id, 2);
    expect(await count(at('2026-11-20T12:02:00Z', tenant), one.id, 3)).toEqual({
      bal: { now: 3, before: 7 },
      tenant: { now: 5, before: 7 },
    });
    const other = await TestTenant.create(database);
    const theirs = await other.bal();
    expect((await count(at('2026-11-20T12:02:00Z', other), theirs.id, 1)).tenant).toEqual({
      now: 1,
      before: 0,
    });
    await count(at('2026-11-20T14:30:00Z', tenant), one.id, 1);
    const rows = await database.withTenant(tenant.context(), (sql) =>
      sql.query('select recipients from sending_count where bal_id = $1', [one.id]),
    );
    expect(rows).toEqual([{ recipients: 1 }]);
  });

  it('is told once an hour when it is too much', async () => {
    const tenant = await TestTenant.create(database);
    const note = (iso: string) =>
      database.withTenant(at(iso, tenant), (sql) => new PgSending(sql).noteBreach(tenant.id));
    expect(await note('2026-11-20T12:01:00Z')).toBe(true);
    expect(await note('2026-11-20T12:59:00Z')).toBe(false);
    expect(await note('2026-11-20T13:00:00Z')).toBe(true);
  });

  it('is bounded as its managers choose, and nobody else', async () => {
    const tenant = await TestTenant.create(database);
    const limits = { perBal: 100, perTenant: 1_000 };
    const choose = (context: TenantContext, change: Partial<typeof limits> = {}) =>
      act(context, (c, d) => setSendingLimits(c, d, { ...limits, ...change }));
    expect(await choose(asPerson(tenant, await tenant.person()))).toMatchObject({
      refusal: { code: 'forbidden' },
    });
    for (const perBal of [0, -1, 1.5, 100_001, Number.NaN])
      expect(await choose(tenant.context(), { perBal })).toMatchObject({
        refusal: { detail: { field: 'perBal' } },
      });
    expect(await choose(tenant.context(), { perTenant: 99 })).toMatchObject({
      refusal: { detail: { field: 'perTenant' } },
    });
    expect((await choose(tenant.context())).ok).toBe(true);
    expect((await choose(tenant.context(), { perBal: 50 })).ok).toBe(true);
    const chosen = (who: TestTenant) =>
      database.withTenant(who.context(), (sql) => new PgSending(sql).limits());
    expect(await chosen(tenant)).toEqual({ perBal: 50, perTenant: 1_000 });
    expect(await chosen(await TestTenant.create(database))).toBeNull();
  });
});
