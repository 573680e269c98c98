import { randomBytes, randomUUID } from 'node:crypto';
import {
  createApiKey,
  createBal,
  createTenant,
  grantAccess,
  grantRole,
  hashApiKey,
  looksLikeApiKey,
  type Person,
  registerPerson,
} from '@cachet/mss-core';
import {
  address,
  fictionalId,
  fictionalIdNat,
  fixedContext,
  NOON,
  newTenantId,
  type TemporaryDatabase,
  TestTenant,
  temporaryDatabase,
} from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.js';
import { administrationDesk } from './pg-administration.js';
import { PgApiKeys } from './pg-api-keys.js';
import { PgBalStore } from './pg-bal-store.js';
import { PgRoles } from './pg-roles.js';
import { PgRouting } from './pg-routing.js';

let temporary: TemporaryDatabase;
let database: Database;
let routing: PgRouting;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect();
  routing = new PgRouting(database);
});
afterAll(() => temporary.drop());

const actorOf = ({ idNat }: Pick<Person, 'idNat'>) =>
  ({ actor: { kind: 'person', idNat, name: 'Camille Fictive', proof: 'psc' }, means: 'portal' }) as const;

const tracesOf = (tenant: TestTenant) =>
  database.withTenant(tenant.context(), (sql) =>
    sql.query<{ kind: string; facts: object }>('select kind, facts from trace_event order by id'),
  );

describe('a new structure', () => {
  it('is found by its domain, and its creation is traced', async () => {
    const tenant = await TestTenant.create(database, { kind: 'structure', domain: 'ch-fictif.mssante.fr' });
    expect(await routing.isOurDomain('ch-fictif.mssante.fr')).toBe(true);
    expect(await routing.isOurDomain('ailleurs.mssante.fr')).toBe(false);
    expect((await tracesOf(tenant)).map((trace) => trace.kind)).toEqual(['tenant.created', 'domain.added']);
  });

  it('has a FINESS when it is one, none when it is a practice, and a name', async () => {
    const attempt = (kind: 'structure' | 'practice', finess: string | null, name = 'Fictive') =>
      database.withTenant(fixedContext(newTenantId()), (sql) =>
        createTenant(sql.context, administrationDesk(sql), { name, kind, finess }),
      );
    expect(await attempt('structure', null)).toMatchObject({ refusal: { detail: { field: 'finess' } } });
    expect(await attempt('structure', '12')).toMatchObject({ refusal: { detail: { field: 'finess' } } });
    expect(await attempt('practice', '010000024')).toMatchObject({
      refusal: { detail: { field: 'finess' } },
    });
    expect(await attempt('practice', null, ' ')).toMatchObject({ refusal: { detail: { field: 'name' } } });
    expect(await attempt('structure', '2A0000014')).toMatchObject({ ok: true });
  });

  it('may be the operator’s own, once', async () => {
    expect(await routing.operatorTenant()).toBeNull();
    const operator = await TestTenant.create(database, { kind: 'operator' });
    expect(await routing.operatorTenant()).toBe(operator.id);
    await expect(TestTenant.create(database, { kind: 'operator' })).rejects.toThrow('kind');
  });
});

describe('EX_GBM_4230: opening a BAL for a registered person', () => {
  it('gives it its special folders, its route and its holder', async () => {
    const tenant = await TestTenant.create(database, { domain: 'valmont.mssante.fr' });
    const anne = await tenant.person({ familyName: 'MARTIN', givenName: 'Anne' });
    const bal = await tenant.bal({ address: 'anne.martin', responsible: anne });
    expect(bal).toMatchObject({ address: 'anne.martin@valmont.mssante.fr', state: 'active', usedBytes: 0 });
    expect(await routing.routesOf([bal.address, address('inconnu@valmont.mssante.fr')])).toEqual(
      new Map([[bal.address, { address: bal.address, tenantId: tenant.id, balId: bal.id, state: 'active' }]]),
    );
    expect(await routing.tenantsOf(anne.idNat)).toEqual([tenant.id]);
    await database.withTenant(tenant.context(), async (sql) => {
      const folders = await sql.query<{ special_use: string; uid_validity: number }>(
        'select special_use, uid_validity from mail_folder where bal_id = $1',
        [bal.id],
      );
      const uses = folders.map((folder) => folder.special_use).sort();
      expect(uses).toEqual(['archive', 'drafts', 'inbox', 'junk', 'sent', 'trash']);
      expect(new Set(folders.map((folder) => folder.uid_validity)).size).toBe(6);
      const [held] = await new PgBalStore(sql).heldBy(anne.idNat);
      expect(held).toMatchObject({
        bal: { id: bal.id },
        accesses: [{ role: 'responsible', idNat: anne.idNat }],
      });
    });
  });

  it('is the manager’s business, not that of a doctor of the house nor of a manager next door', async () => {
    const [tenant, nextDoor] = [await TestTenant.create(database), await TestTenant.create(database)];
    const [manager, doctor] = [await tenant.person(), await tenant.person()];
    const stranger = await nextDoor.person();
    await tenant.role(manager, 'manager');
    await nextDoor.role(stranger, 'manager');
    const open = (who: Person) =>
      database.withTenant(fixedContext(tenant.id, actorOf(who)), (sql) =>
        createBal(sql.context, administrationDesk(sql), fictionalId, {
          address: address(`bal-${randomUUID().slice(0, 8)}@${tenant.domain}`),
          kind: 'organisational',
          isTest: false,
          description: 'Secrétariat fictif',
          quotaBytes: 1_000,
        }),
      );
    expect(await open(manager)).toMatchObject({ ok: true });
    expect(await open(doctor)).toMatchObject({ refusal: { code: 'forbidden' } });
    expect(await open(stranger)).toMatchObject({ refusal: { code: 'forbidden' } });
  });

  it('refuses an address taken in any tenant, a domain of another, a quota of nothing', async () => {
    const shared = 'liberaux.mssante.fr';
    const [first, second] = [
      await TestTenant.create(database, { kind: 'solo', domain: shared }),
      await TestTenant.create(database, { kind: 'solo', domain: shared }),
    ];
    await first.bal({ address: 'camille.fictive' });
    await expect(second.bal({ address: 'camille.fictive' })).rejects.toThrow('already belongs');
    await expect(second.bal({ address: 'camille@valmont.mssante.fr' })).rejects.toThrow('not one of');
    await expect(second.bal({ quotaBytes: 0 })).rejects.toThrow('quotaBytes');
  });

  it('EX_GBM_4000: asks a test BAL to say so in its name', async () => {
    const tenant = await TestTenant.create(database);
    await expect(tenant.bal({ address: 'essai', isTest: true })).rejects.toThrow('address');
    expect(await tenant.bal({ address: 'bal.test-1', isTest: true })).toMatchObject({ isTest: true });
  });
});

describe('EX_GBM_5411: giving access', () => {
  it('delegates a personal BAL to read or to send, until a date', async () => {
    const tenant = await TestTenant.create(database);
    const [doctor, secretary] = [await tenant.person(), await tenant.person()];
    const bal = await tenant.bal({ responsible: doctor });
    const endsAt = new Date('2027-01-01T00:00:00Z');
    await tenant.access(bal.id, secretary, { role: 'delegate', maySend: false, startsAt: NOON, endsAt });
    const accesses = await database.withTenant(tenant.context(), (sql) =>
      new PgBalStore(sql).accessesOf(bal.id, secretary.idNat),
    );
    expect(accesses).toEqual([
      {
        balId: bal.id,
        idNat: secretary.idNat,
        role: 'delegate',
        mayRead: true,
        maySend: false,
        startsAt: NOON,
        endsAt,
        cgu: [],
      },
    ]);
    const last = (await tracesOf(tenant)).at(-1);
    expect(last).toMatchObject({
      kind: 'access.granted',
      facts: { idNat: secretary.idNat, role: 'delegate' },
    });
  });

  it('refuses a delegation of nothing, of an applicative BAL, ending before it begins, or to a stranger', async () => {
    const tenant = await TestTenant.create(database);
    const [doctor, other] = [await tenant.person(), await tenant.person()];
    const [personal, machine] = [await tenant.bal(), await tenant.bal({ kind: 'applicative' })];
    const delegate = { role: 'delegate' } as const;
    const nothing = { ...delegate, mayRead: false, maySend: false };
    await expect(tenant.access(personal.id, other, nothing)).rejects.toThrow('mayRead');
    await expect(tenant.access(machine.id, other, delegate)).rejects.toThrow('role');
    await expect(tenant.access(personal.id, doctor, { endsAt: new Date(0) })).rejects.toThrow('endsAt');
    await expect(tenant.access(personal.id, { idNat: fictionalIdNat() })).rejects.toThrow('does not exist');
  });

  it('EX_GBM_4200: gives a personal BAL one responsible at a time and no coholder', async () => {
    const tenant = await TestTenant.create(database);
    const [first, second] = [await tenant.person(), await tenant.person()];
    const bal = await tenant.bal();
    await tenant.access(bal.id, first, { endsAt: NOON });
    await expect(tenant.access(bal.id, second)).rejects.toThrow('role');
    await expect(tenant.access(bal.id, second, { role: 'coholder', startsAt: NOON })).rejects.toThrow('role');
    await tenant.access(bal.id, second, { startsAt: NOON });
  });
});

describe('people and roles', () => {
  it('are registered once, and a role given twice is one', async () => {
    const tenant = await TestTenant.create(database);
    const person = await tenant.person({ givenName: 'Jeanne' });
    expect(await tenant.person({ idNat: person.idNat, givenName: 'Autre' })).toEqual(person);
    await tenant.role(person, 'auditor');
    await tenant.role(person, 'auditor');
    const roles = await database.withTenant(tenant.context(), (sql) =>
      new PgRoles(sql).rolesOf(person.idNat),
    );
    expect(roles).toEqual(['auditor']);
  });

  it('are a partner’s business with the scope alone, and a manager names no administrator of the operator', async () => {
    const tenant = await TestTenant.create(database);
    const manager = await tenant.person();
    await tenant.role(manager, 'manager');
    const refusals = await Promise.all([
      database.withTenant(
        fixedContext(tenant.id, { actor: { kind: 'partner', apiKeyId: randomUUID(), name: 'Logiciel' } }),
        (sql) =>
          registerPerson(sql.context, administrationDesk(sql), fictionalId, {
            idNat: fictionalIdNat(),
            familyName: 'X',
            givenName: 'Y',
          }),
      ),
      database.withTenant(fixedContext(tenant.id, actorOf(manager)), (sql) =>
        grantRole(sql.context, administrationDesk(sql), fictionalId, {
          idNat: manager.idNat,
          role: 'operatorAdmin',
        }),
      ),
    ]);
    expect(refusals).toMatchObject([
      { refusal: { code: 'scopeMissing' } },
      { refusal: { code: 'forbidden' } },
    ]);
  });

  it('are lost together with their route when the act is undone', async () => {
    const tenant = await TestTenant.create(database);
    const idNat = fictionalIdNat();
    const undone = database.withTenant(tenant.context(), async (sql) => {
      const person = { idNat, familyName: 'X', givenName: 'Y' };
      await registerPerson(sql.context, administrationDesk(sql), fictionalId, person);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await routing.tenantsOf(idNat)).toEqual([]);
  });
});

describe('a partner’s key', () => {
  it('is recognised by its hash alone, notes its use to the minute, and is nowhere in clear', async () => {
    const tenant = await TestTenant.create(database);
    const { id, key } = await tenant.apiKey(['delivery:read']);
    expect(looksLikeApiKey(key)).toBe(true);
    expect(await routing.apiKeyRoute(hashApiKey(key))).toEqual({ tenantId: tenant.id, apiKeyId: id });
    expect(await routing.apiKeyRoute(hashApiKey(`${key}x`))).toBeNull();
    const use = (at: Date) =>
      database.withTenant(tenant.context(), async (sql) => {
        const keys = new PgApiKeys(sql);
        const usable = await keys.usable(id, at);
        if (usable) await keys.noteUse(usable, at);
        return (await keys.byId(id))?.lastUsedAt;
      });
    expect(await use(NOON)).toEqual(NOON);
    expect(await use(new Date(NOON.getTime() + 30_000))).toEqual(NOON);
    expect(await use(new Date(NOON.getTime() + 90_000))).not.toEqual(NOON);
    const everything = await database.withTenant(tenant.context(), (sql) =>
      sql.query(
        'select row_to_json(k) as key from api_key k union all select row_to_json(t) from trace_event t',
      ),
    );
    expect(JSON.stringify(everything)).not.toContain(key.slice(14));
  });

  it('is refused once revoked, once expired, and in the tenant next door', async () => {
    const [tenant, nextDoor] = [await TestTenant.create(database), await TestTenant.create(database)];
    const later = new Date(NOON.getTime() + 1_000);
    const expiring = await tenant.apiKey(['bal:read'], later);
    const revoked = await tenant.apiKey(['bal:read']);
    const use = (where: TestTenant, id: string, at = NOON) =>
      database.withTenant(where.context(), (sql) => new PgApiKeys(sql).usable(id, at));
    expect(await use(tenant, expiring.id)).toMatchObject({ scopes: ['bal:read'] });
    expect(await use(nextDoor, expiring.id)).toBeNull();
    expect(await use(tenant, expiring.id, later)).toBeNull();
    const revoke = (where: TestTenant) =>
      database.withTenant(where.context(), (sql) => new PgApiKeys(sql).revoke(revoked.id));
    expect([await revoke(nextDoor), await revoke(tenant), await revoke(tenant)]).toEqual([
      [],
      [revoked.id],
      [],
    ]);
    expect(await use(tenant, revoked.id)).toBeNull();
    expect(await routing.apiKeyRoute(hashApiKey(revoked.key))).toBeNull();
  });

  it('has a name, a scope and an end still to come', async () => {
    const tenant = await TestTenant.create(database);
    const ask = (change: object) =>
      database.withTenant(tenant.context(), (sql) =>
        createApiKey(
          sql.context,
          administrationDesk(sql),
          { newId: fictionalId, secret: randomBytes(32), now: NOON },
          {
            name: 'Logiciel',
            use: 'live',
            scopes: ['bal:read'],
            networks: [],
            expiresAt: new Date('2027-11-20T12:00:00Z'),
            ...change,
          },
        ),
      );
    expect(await ask({ name: '' })).toMatchObject({ refusal: { detail: { field: 'name' } } });
    expect(await ask({ scopes: [] })).toMatchObject({ refusal: { detail: { field: 'scopes' } } });
    expect(await ask({ scopes: ['bal:read', 'message:read'] })).toMatchObject({
      refusal: { code: 'inputInvalid', detail: { field: 'scopes' } },
    });
    expect(await ask({ expiresAt: NOON })).toMatchObject({ refusal: { detail: { field: 'expiresAt' } } });
    expect(await ask({})).toMatchObject({
      value: { key: expect.stringMatching(/^mss_live_[0-9A-Za-z]{43}$/) },
    });
  });
});

describe('access asked by a stranger to the tenant', () => {
  it('finds no BAL to give access to', async () => {
    const [tenant, nextDoor] = [await TestTenant.create(database), await TestTenant.create(database)];
    const bal = await tenant.bal();
    const person = await nextDoor.person();
    const outcome = await database.withTenant(nextDoor.context(), (sql) =>
      grantAccess(sql.context, administrationDesk(sql), fictionalId, {
        balId: bal.id,
        idNat: person.idNat,
        role: 'delegate',
        mayRead: true,
        maySend: true,
        startsAt: NOON,
        endsAt: null,
      }),
    );
    expect(outcome).toMatchObject({ refusal: { code: 'notFound' } });
  });
});
