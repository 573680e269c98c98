import { randomBytes } from 'node:crypto';
import {
  type ActContext,
  authenticatorKey,
  confirmSecours,
  enrolSecours,
  type Outcome,
  openBalSession,
  type Person,
  type ProvingPorts,
  proveBySecours,
  readSecoursProofs,
  recheckBalSession,
  revokeSecours,
  type SecoursManagerDesk,
  SecoursVault,
  type TenantContext,
  totpCode,
  totpStep,
  turnSecours,
} from '@cachet/mss-core';
import { type TemporaryDatabase, TestTenant, temporaryDatabase } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../database.js';
import { PgBalStore, PgCompliance, PgJournal, PgRoles, PgRouting, PgSecours } from './index.js';

const NOON = new Date('2026-11-20T12:00:00Z');
const VAULT = new SecoursVault(randomBytes(32), (size) => randomBytes(size));
const DOOR = { means: 'imap', at: NOON, correlationId: 'c', remoteAddress: null } as const;
const FAILED = { ok: false, refusal: { code: 'authenticationFailed', detail: {} } };

let temporary: TemporaryDatabase;
let database: Database;
let clinic: TestTenant;
let neighbour: TestTenant;
let manager: Person;
let anne: Person;
let address: string;
let balId: string;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect();
});
afterAll(() => temporary.drop());

beforeEach(async () => {
  await database.shared((sql) => sql.query('delete from route_secours'));
  clinic = await TestTenant.create(database);
  neighbour = await TestTenant.create(database);
  manager = await clinic.person();
  await clinic.role(manager, 'manager');
  anne = await clinic.person();
  ({ address, id: balId } = await clinic.bal({ responsible: anne }));
});

const seconds = (count: number) => new Date(NOON.getTime() + count * 1000);

function as(person: Person, proof: 'psc' | 'secours' = 'psc'): Partial<ActContext> {
  const { idNat, givenName, familyName } = person;
  return {
    actor: { kind: 'person', idNat, name: `${givenName} ${familyName}`, proof },
    means: 'portal',
    at: NOON,
  };
}

function at<T>(
  tenant: TestTenant,
  act: Partial<ActContext>,
  work: (context: TenantContext, desk: SecoursManagerDesk) => Promise<T>,
): Promise<T> {
  return database.withTenant(tenant.context(act), (sql) =>
    work(sql.context, {
      secours: new PgSecours(sql),
      journal: new PgJournal(sql),
      roles: new PgRoles(sql),
    }),
  );
}

const turn = (on: boolean, tenant = clinic, person = manager, vault: SecoursVault | null = VAULT) =>
  at(tenant, as(person), (context, desk) => turnSecours(context, desk, vault, on));

async function value<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const found = await outcome;
  if (!found.ok) throw new Error(found.refusal.code);
  return found.value;
}

/** Enrols and confirms; answers what makes codes. */
async function enrolled(person = anne, tenant = clinic) {
  const { passphrase, key } = await value(
    at(tenant, as(person), (context, desk) => enrolSecours(context, desk, VAULT, 'Opérateur')),
  );
  const secret = secretOf(key);
  const first = totpCode(secret, totpStep(NOON) - 1);
  await value(
    at(tenant, as(person), (context, desk) =>
      confirmSecours(context, desk, VAULT, { code: first, now: NOON }),
    ),
  );
  return { passphrase, first, codeAt: (now: Date) => totpCode(secret, totpStep(now)) };
}

function secretOf(key: string): Uint8Array {
  const bits = [...key].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const secret = Uint8Array.from(bits.join('').match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  expect(authenticatorKey(secret)).toBe(key);
  return secret;
}

function ports(vault: SecoursVault | null = VAULT): ProvingPorts {
  return {
    routing: new PgRouting(database),
    vault,
    inTenant: (context, work) =>
      database.withTenant(context, (sql) =>
        work({ secours: new PgSecours(sql), compliance: new PgCompliance(sql) }),
      ),
  };
}

const prove = (
  passphrase: string,
  code: string,
  now = NOON,
  named = address,
  vault: SecoursVault | null = VAULT,
) =>
  proveBySecours(ports(vault), DOOR, { address: named, password: readSecoursProofs(passphrase, code), now });

const events = (tenant = clinic) =>
  database.withTenant(tenant.context(), (sql) =>
    sql.query<{ kind: string }>("select kind from compliance_event where kind like 'secours%' order by id"),
  );
const traces = (tenant = clinic) =>
  database.withTenant(tenant.context(), (sql) =>
    sql.query<{ kind: string; actor: object; facts: object }>(
      "select kind, actor, facts from trace_event where kind like 'secours%' order by id",
    ),
  );

describe('RE_LPS_0100: switching the access de secours on', () => {
  it('is off until a manager who came by Pro Santé Connect opens it, with its trace', async () => {
    expect(await new PgRouting(database).hasSecours()).toBe(false);
    expect(await turn(true, clinic, anne)).toMatchObject({ refusal: { code: 'forbidden' } });
    expect(await turn(true, clinic, manager, null)).toMatchObject({
      refusal: { code: 'secoursUnavailable' },
    });
    const bySecours = at(clinic, as(manager, 'secours'), (context, desk) =>
      turnSecours(context, desk, VAULT, true),
    );
    expect(await bySecours).toMatchObject({ refusal: { code: 'forbidden' } });
    expect(await turn(true)).toMatchObject({ ok: true });
    expect(await new PgRouting(database).hasSecours()).toBe(true);
    expect(await traces()).toMatchObject([
      { kind: 'secours.turned', actor: { idNat: manager.idNat }, facts: { on: true } },
    ]);
    await turn(false);
    expect(await new PgRouting(database).hasSecours()).toBe(false);
  });

  it('is each structure’s own affair: the neighbour’s manager opens hers alone', async () => {
    expect(await turn(true, neighbour, manager)).toMatchObject({ refusal: { code: 'forbidden' } });
    await turn(true);
    expect(await at(neighbour, {}, (_, { secours }) => secours.isOn())).toBe(false);
  });
});

describe('RE_LPS_0100: enrolling', () => {
  const begin = (person: Person, proof: 'psc' | 'secours' = 'psc', tenant = clinic) =>
    at(tenant, as(person, proof), (context, desk) => enrolSecours(context, desk, VAULT, 'Opérateur'));

  it('needs the switch and Pro Santé Connect, and a person of the structure', async () => {
    expect(await begin(anne)).toMatchObject({ refusal: { code: 'secoursOff' } });
    await turn(true);
    expect(await begin(anne, 'secours')).toMatchObject({ refusal: { code: 'forbidden' } });
    expect(await begin(await neighbour.person())).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await begin(anne)).toMatchObject({ ok: true });
  });

  it('opens nothing before a first code was right, and keeps nothing that can be read', async () => {
    await turn(true);
    const { passphrase, key } = await value(begin(anne));
    const codeNow = totpCode(secretOf(key), totpStep(NOON));
    expect(await prove(passphrase, codeNow)).toEqual(FAILED);
    const confirm = (code: string) =>
      at(clinic, as(anne), (context, desk) => confirmSecours(context, desk, VAULT, { code, now: NOON }));
    expect(await confirm('000000')).toMatchObject({ refusal: { code: 'secoursCodeWrong' } });
    const rows = await database.withTenant(clinic.context(), (sql) =>
      sql.query('select * from secours_factor'),
    );
    expect(JSON.stringify(rows)).not.toContain(passphrase.replaceAll('-', ''));
    expect(await confirm(codeNow)).toMatchObject({ ok: true });
    expect((await traces()).map(({ kind }) => kind)).toEqual(['secours.turned', 'secours.enrolled']);
    // The code that confirmed was used: the next one opens.
    expect(await prove(passphrase, codeNow)).toEqual(FAILED);
  });

  it('again ends what was there before', async () => {
    await turn(true);
    const former = await enrolled();
    const present = await enrolled();
    expect(await prove(former.passphrase, former.codeAt(NOON))).toEqual(FAILED);
    expect(await prove(present.passphrase, present.codeAt(NOON))).toMatchObject({ ok: true });
  });
});

describe('RE_LPS_0100: coming in without Pro Santé Connect', () => {
  it('says who it is and for which structure, tells the structure once an hour, and takes a code once', async () => {
    await turn(true);
    const { passphrase, first, codeAt } = await enrolled();
    expect(await prove(passphrase, codeAt(NOON))).toEqual({
      ok: true,
      value: { idNat: anne.idNat, name: `${anne.givenName} ${anne.familyName}`, tenantId: clinic.id },
    });
    expect(await prove(passphrase, codeAt(NOON))).toEqual(FAILED);
    expect(await prove(passphrase, first)).toEqual(FAILED);
    expect(await prove(passphrase, codeAt(seconds(30)), seconds(30))).toMatchObject({ ok: true });
    expect(await events()).toEqual([{ kind: 'secours.used' }]);
  });

  it('follows the clock of telephones, whatever the business clock says', async () => {
    await turn(true);
    const { passphrase, codeAt } = await enrolled();
    const years = { ...DOOR, at: new Date('2031-01-01T00:00:00Z') };
    const password = readSecoursProofs(passphrase, codeAt(NOON));
    expect(await proveBySecours(ports(), years, { address, password, now: NOON })).toMatchObject({
      ok: true,
    });
    const late = readSecoursProofs(passphrase, codeAt(seconds(30)));
    expect(await proveBySecours(ports(), DOOR, { address, password: late, now: seconds(100) })).toEqual(
      FAILED,
    );
  });

  it('takes one code once, however many ask at the same moment', async () => {
    await turn(true);
    const { passphrase, codeAt } = await enrolled();
    const all = await Promise.all(Array.from({ length: 4 }, () => prove(passphrase, codeAt(NOON))));
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('gives one answer to whatever is not right', async () => {
    await turn(true);
    const { passphrase, codeAt } = await enrolled();
    const code = codeAt(NOON);
    const { address: elsewhere } = await neighbour.bal({ responsible: await neighbour.person() });
    const wrong = [
      prove(
        passphrase.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        code,
      ),
      prove(`0000-${passphrase.slice(5)}`, code),
      prove(passphrase, '12345'),
      prove('', code),
      prove(passphrase, code, NOON, 'personne@medecin.mssante.fr'),
      prove(passphrase, code, NOON, elsewhere),
      prove(passphrase, code, NOON, address, null),
      prove(passphrase, code, NOON, address, new SecoursVault(randomBytes(32), (size) => randomBytes(size))),
    ];
    for (const answer of wrong) expect(await answer).toEqual(FAILED);
    await turn(false);
    expect(await prove(passphrase, code)).toEqual(FAILED);
    await turn(true);
    expect(await prove(passphrase, code)).toMatchObject({ ok: true });
  });

  it('slows down who guesses codes, counts guesses made at one moment, and lets the owner in again', async () => {
    await turn(true);
    const { passphrase, codeAt } = await enrolled();
    await Promise.all(Array.from({ length: 12 }, () => prove(passphrase, '000000')));
    const [{ attempts } = { attempts: 0 }] = await database.withTenant(clinic.context(), (sql) =>
      sql.query<{ attempts: number }>('select attempts from secours_factor'),
    );
    expect(attempts).toBe(5);
    expect(await events()).toEqual([{ kind: 'secours.guessed' }]);
    expect(await prove(passphrase, codeAt(seconds(59)), seconds(59))).toEqual(FAILED);
    expect(await prove(passphrase, codeAt(seconds(60)), seconds(60))).toMatchObject({ ok: true });
  });

  it('never keeps the owner out when others try passphrases, whose group that says whose they know', async () => {
    await turn(true);
    const { passphrase, codeAt } = await enrolled();
    const selector = passphrase.slice(0, 4);
    for (let turns = 0; turns < 8; turns += 1)
      expect(await prove(`${selector}-0000-0000-0000-0000`, codeAt(NOON))).toEqual(FAILED);
    expect(await prove(passphrase, codeAt(NOON))).toMatchObject({ ok: true });
    expect(await events()).toEqual([{ kind: 'secours.used' }]);
  });

  it('counts no used code as a guess: mail programs open several sessions at once', async () => {
    await turn(true);
    const { passphrase, codeAt } = await enrolled();
    await prove(passphrase, codeAt(NOON));
    for (let turns = 0; turns < 8; turns += 1) expect(await prove(passphrase, codeAt(NOON))).toEqual(FAILED);
    expect(await prove(passphrase, codeAt(seconds(30)), seconds(30))).toMatchObject({ ok: true });
  });
});

describe('RE_LPS_0100: what it opens', () => {
  const balPorts = () => ({
    routing: new PgRouting(database),
    inTenant: <T>(
      context: TenantContext,
      work: (stores: { bals: PgBalStore; journal: PgJournal }) => Promise<T>,
    ) =>
      database.withTenant(context, (sql) => work({ bals: new PgBalStore(sql), journal: new PgJournal(sql) })),
  });
  const open = async (passphrase: string, code: string, named = address) => {
    const identity = await prove(passphrase, code);
    const facts = { authentication: 'PLAIN' };
    return openBalSession(balPorts(), DOOR, { proof: 'secours', identity, address: named, facts });
  };

  it('is the BAL the person holds, with the rights they have there, and the trace names the means', async () => {
    await turn(true);
    const { passphrase, codeAt } = await enrolled();
    expect(await open(passphrase, codeAt(NOON))).toMatchObject({
      ok: true,
      value: { rights: { role: 'responsible' } },
    });
    const [opened] = await database.withTenant(clinic.context(), (sql) =>
      sql.query("select actor from trace_event where kind = 'session.opened'"),
    );
    expect(opened).toMatchObject({ actor: { idNat: anne.idNat, proof: 'secours' } });
  });

  it('is no colleague’s BAL, and none of the same person in another structure', async () => {
    await turn(true);
    const { address: colleagues } = await clinic.bal({ responsible: await clinic.person() });
    const there = await neighbour.person(anne);
    const { address: elsewhere } = await neighbour.bal({ responsible: there });
    const { passphrase, codeAt } = await enrolled();
    expect(await open(passphrase, codeAt(NOON), colleagues)).toEqual(FAILED);
    const identity = await prove(passphrase, codeAt(seconds(30)), seconds(30));
    expect(identity).toMatchObject({ ok: true });
    const request = { proof: 'secours', identity, address: elsewhere, facts: {} } as const;
    expect(await openBalSession(balPorts(), DOOR, request)).toEqual(FAILED);
  });

  it.each([
    [
      'the manager revokes it',
      () => at(clinic, as(manager), (context, desk) => revokeSecours(context, desk, anne.idNat)),
    ],
    [
      'its owner revokes it',
      () => at(clinic, as(anne, 'secours'), (context, desk) => revokeSecours(context, desk, anne.idNat)),
    ],
    ['the structure switches it off', () => turn(false)],
  ])('ends when %s, and the session is told', async (_, end) => {
    await turn(true);
    const { passphrase, codeAt } = await enrolled();
    const session = await value(open(passphrase, codeAt(NOON)));
    const told: string[] = [];
    const forget = database.changes.subscribe({ topic: 'bal', id: balId }, () => told.push('bal'));
    expect(await end()).toMatchObject({ ok: true });
    await expect.poll(() => told).toEqual(['bal']);
    forget();
    expect(await recheckBalSession(balPorts(), NOON, session)).toMatchObject({
      refusal: { code: 'forbidden' },
    });
  });

  it('is revoked neither by a colleague nor by the manager of another structure', async () => {
    await turn(true);
    await enrolled();
    const colleague = await clinic.person();
    const revoke = (person: Person, tenant: TestTenant) =>
      at(tenant, as(person), (context, desk) => revokeSecours(context, desk, anne.idNat));
    expect(await revoke(colleague, clinic)).toMatchObject({ refusal: { code: 'forbidden' } });
    const stranger = await neighbour.person();
    await neighbour.role(stranger, 'manager');
    expect(await revoke(stranger, neighbour)).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await revoke(stranger, clinic)).toMatchObject({ refusal: { code: 'forbidden' } });
  });
});
