import type { Bal, Person } from '@cachet/mss-core';
import { PgOperations } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiWorld, LETTER } from '../testing/api-world.fixture.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = new Date('2026-11-20T12:00:00.000Z');

let world: ApiWorld;
let practice: TestTenant;
let anne: Person;
let bal: Bal;
let session: string;
let manager: string;

beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.now = START;
  practice = await TestTenant.create(world.database, { kind: 'structure' });
  anne = await practice.person();
  bal = await practice.bal({ kind: 'organisational', responsible: anne });
  await world.deliver(practice, bal, LETTER);
  const boss = await practice.person();
  await practice.role(boss, 'manager');
  [session, manager] = [await world.signIn(anne), await world.signIn(boss)];
});

const SHOWN = `__typename ... on Operation { id kind state progress total done } ... on Refus { code }`;

async function call(bearer: string, query: string) {
  const { data, errors } = await world.ask(query, bearer);
  expect(errors).toBeUndefined();
  return data.done;
}
const ask = (bearer: string, balId = bal.id) =>
  call(bearer, `mutation { done: balExport(balId: "${balId}") { ${SHOWN} } }`);
const grant = (bearer: string, operationId: string, of = practice) =>
  call(
    bearer,
    `mutation { done: balExportGrant(structureId: "${of.id}", operationId: "${operationId}") { ${SHOWN} } }`,
  );
const cancel = (bearer: string, operationId: string) =>
  call(
    bearer,
    `mutation { done: operationCancel(structureId: "${practice.id}", operationId: "${operationId}") { ${SHOWN} } }`,
  );
const see = (bearer: string, operationId: string) =>
  call(bearer, `{ done: operation(id: "${operationId}") { ${SHOWN} } }`);
const link = (bearer: string, operationId: string, format = 'MBOX') =>
  call(
    bearer,
    `{ done: balExportLink(operationId: "${operationId}", format: ${format}) {
       __typename ... on BalExportLink { url expiresAt } ... on Refus { code } } }`,
  );
const get = (path: string, bearer: string | null = null) =>
  fetch(`${world.url}${path}`, { headers: bearer ? { authorization: `Bearer ${bearer}` } : {} });

/** Suspends or reactivates the BAL, as a manager does. */
async function turn(name: 'balSuspend' | 'balReactivate'): Promise<void> {
  const [row] = await world.database.withTenant(practice.context(), (sql) =>
    sql.query<{ version: number }>('select version from bal where id = $1', [bal.id]),
  );
  const motive = name === 'balSuspend' ? 'motive: SECURITY' : '';
  const done = await call(
    manager,
    `mutation { done: ${name}(structureId: "${practice.id}", balId: "${bal.id}", version: ${row!.version} ${motive}) {
       __typename ... on Refus { code } } }`,
  );
  expect(done).toEqual({ __typename: 'AdministeredBal' });
}

const refus = (code: string) => ({ __typename: 'Refus', code });
const later = (ms: number) => {
  world.now = new Date(world.now.getTime() + ms);
};

describe('RE_GBM_4450: asking for all the messages of a BAL', () => {
  it('is an operation whose archive a link leads to, for that session and five minutes; it goes on with the folders', async () => {
    const asked = await ask(session);
    expect(asked).toMatchObject({ kind: 'BAL_EXPORT', state: 'RUNNING', progress: 0, done: 0 });
    expect(asked.total).toBeGreaterThan(3);
    expect(await ask(session)).toEqual(asked);
    const { url, expiresAt } = await link(session, asked.id);
    expect(new Date(expiresAt).getTime() - world.now.getTime()).toBe(5 * MINUTE);
    const answer = await get(url);
    expect(answer.headers.get('content-disposition')).toMatch(/-2026-11-20-mbox\.zip"/);
    const bytes = Buffer.from(await answer.arrayBuffer());
    for (const name of ['manifest.json', 'INBOX.mbox', 'messages.jsonl'])
      expect(bytes.includes(name)).toBe(true);
    expect(await see(session, asked.id)).toMatchObject({
      ...{ state: 'SUCCEEDED', progress: 100, done: asked.total },
    });
    const kinds = (await world.traces(practice)).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['operation.asked', 'bal.exported', 'operation.ended']));
    expect((await get(url.replace('mbox?', 'eml?'))).status).toBe(401);
    expect((await get(url.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A')))).status).toBe(401);
    later(5 * MINUTE);
    expect((await get(url)).status).toBe(401);
    expect(await link(session, asked.id, 'EML')).toMatchObject({ __typename: 'BalExportLink' });
  });

  it('is for those who answer for it and read it: not a delegate, a manager, a key, a stranger', async () => {
    const [delegate, blind] = [await practice.person(), await practice.person()];
    await practice.access(bal.id, delegate, { role: 'delegate' });
    const shared = await practice.bal({ kind: 'organisational', responsible: anne });
    await practice.access(shared.id, blind, { role: 'coholder', mayRead: false, maySend: false });
    expect(await ask(await world.signIn(delegate))).toEqual(refus('forbidden'));
    expect(await ask(await world.signIn(blind), shared.id)).toEqual(refus('readRightMissing'));
    expect(await ask(manager)).toEqual(refus('notFound'));
    expect(await ask((await practice.apiKey(['bal:read', 'bal:write'])).key)).toEqual(refus('notFound'));
    const neighbour = await TestTenant.create(world.database);
    const stranger = await neighbour.person();
    await neighbour.bal({ responsible: stranger });
    expect(await ask(await world.signIn(stranger))).toEqual(refus('notFound'));
  });

  it('gives its archive to nobody else, a coholder and a manager of the structure included', async () => {
    const { id } = await ask(session);
    const coholder = await practice.person();
    await practice.access(bal.id, coholder, { role: 'coholder' });
    const coholders = await world.signIn(coholder);
    for (const other of [manager, coholders]) {
      expect(await link(other, id)).toEqual(refus('notFound'));
      expect((await get(`/exports/${bal.id}/mbox?operation=${id}`, other)).status).toBe(404);
    }
    expect(await see(coholders, id)).toEqual(refus('notFound'));
    expect(await see(manager, id)).toMatchObject({ kind: 'BAL_EXPORT' });
    const again = await world.signIn(anne);
    const { url } = await link(session, id);
    expect(await link(again, id)).toMatchObject({ __typename: 'BalExportLink' });
    const sessionId = /ticket=([^.]+)/.exec(url)?.[1];
    await world.database.shared((sql) => sql.query('delete from portal_session where id = $1', [sessionId]));
    expect((await get(url)).status).toBe(401);
  });

  it('ends with the access of who asked, when it is stopped, and after seven days', async () => {
    const { id } = await ask(session);
    later(7 * DAY + 1);
    session = await world.signIn(anne);
    expect(await link(session, id)).toEqual(refus('operationOver'));
    world.now = START;
    session = await world.signIn(anne);
    expect(await cancel(session, id)).toMatchObject({ state: 'CANCELLED' });
    expect(await link(session, id)).toEqual(refus('operationOver'));
    const second = await ask(session);
    expect(second.id).not.toBe(id);
    const { url } = await link(session, second.id);
    await world.database.withTenant(practice.context(), (sql) =>
      sql.query('update bal_access set ends_at = $2 where bal_id = $1', [bal.id, START]),
    );
    expect((await get(url)).status).toBe(401);
    expect(await link(session, second.id)).toEqual(refus('notFound'));
  });
});

describe('RE_GBM_4450: the messages of a suspended BAL', () => {
  it('are had by who asks for them once the structure agrees, while every door stays shut', async () => {
    await turn('balSuspend');
    const { id, state } = await ask(session);
    expect(state).toBe('WAITING');
    expect(await link(session, id)).toEqual(refus('balSuspended'));
    const raised = await world.database.withTenant(practice.context(), (sql) =>
      sql.query("select facts from compliance_event where kind = 'bal.exportAsked'"),
    );
    expect(raised).toEqual([{ facts: { balId: bal.id, operationId: id } }]);
    expect(await grant(session, id)).toEqual(refus('notFound'));
    later(MINUTE);
    expect(await grant(manager, id)).toMatchObject({ state: 'RUNNING' });
    expect(await link(manager, id)).toEqual(refus('notFound'));
    const { url } = await link(session, id);
    const bytes = Buffer.from(await (await get(url)).arrayBuffer());
    expect(bytes.includes('INBOX.mbox')).toBe(true);
    expect((await get(`/exports/${bal.id}/mbox`, session)).status).toBe(403);
    expect(await call(session, `{ done: bal(id: "${bal.id}") { ... on Bal { folders { id } } } }`)).toEqual({
      folders: [],
    });
    const granted = (await world.traces(practice)).filter(({ kind }) => kind === 'bal.exportGranted');
    expect(granted).toMatchObject([{ outcome: 'ok', bal_id: bal.id }]);
  });

  it('are not had any more once it is suspended anew, nor after a refusal', async () => {
    await turn('balSuspend');
    const { id } = await ask(session);
    await grant(manager, id);
    later(MINUTE);
    await turn('balReactivate');
    expect(await link(session, id)).toMatchObject({ __typename: 'BalExportLink' });
    later(MINUTE);
    await turn('balSuspend');
    expect(await link(session, id)).toEqual(refus('balSuspended'));
    expect(await cancel(manager, id)).toMatchObject({ state: 'CANCELLED' });
    expect(await grant(manager, id)).toEqual(refus('operationOver'));
  });

  it('are granted by who could put the BAL back into service, and by no neighbour', async () => {
    await turn('balSuspend');
    const { id } = await ask(session);
    const auditor = await practice.person();
    await practice.role(auditor, 'auditor');
    expect(await grant(await world.signIn(auditor), id)).toEqual(refus('forbidden'));
    expect(await grant((await practice.apiKey(['bal:read'])).key, id)).toEqual(refus('scopeMissing'));
    const other = await TestTenant.create(world.database);
    const boss = await other.person();
    await other.role(boss, 'manager');
    const theirs = await world.signIn(boss);
    expect(await grant(theirs, id)).toEqual(refus('notFound'));
    expect(await grant(theirs, id, other)).toEqual(refus('notFound'));
    expect(await grant((await practice.apiKey(['bal:write'])).key, id)).toMatchObject({ state: 'RUNNING' });
  });
});

describe('an export', () => {
  it('leads nowhere any more once somebody stopped it', async () => {
    const { id } = await ask(session);
    const { url } = await link(session, id);
    await cancel(manager, id);
    expect((await get(url)).status).toBe(401);
  });

  it('leaves out folders deleted meanwhile, and is forgotten with the other operations', async () => {
    const { id, total } = await ask(session);
    await world.database.withTenant(practice.context(), (sql) =>
      sql.query(
        'update operation_row set key = gen_random_uuid()::text where operation_id = $1 and number = 1',
        [id],
      ),
    );
    await (await get((await link(session, id)).url)).arrayBuffer();
    expect(await see(session, id)).toMatchObject({ state: 'SUCCEEDED', done: total - 1 });
    const unused = await ask(session);
    await world.database.withTenant(practice.context(), (sql) =>
      new PgOperations(sql).forget(new Date(START.getTime() + 1)),
    );
    expect(await see(session, unused.id)).toEqual(refus('notFound'));
  });
});
