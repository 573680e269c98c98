import type { TenantContext } from '@cachet/mss-core';
import { createLogger, newId } from '@cachet/runtime';
import {
  type Database,
  PgDeliveries,
  PgJournal,
  PgOperationQueue,
  type SharedSql,
  type TenantSql,
} from '@cachet/schema';
import { address, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetOperationsJob } from '../jobs/forget-operations.js';
import { UNWATCHED } from '../jobs/job.js';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { openSocket } from '../testing/socket.fixture.js';
import { OperationWorker } from './operation-worker.js';

let world: ApiWorld;
let hospital: TestTenant;
let manager: string;
let auditor: string;

beforeAll(async () => {
  world = await ApiWorld.start();
});
afterAll(() => world.stop());

beforeEach(async () => {
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  manager = await signedIn(hospital, 'manager');
  auditor = await signedIn(hospital, 'auditor');
});

async function signedIn(tenant: TestTenant, role: 'manager' | 'auditor'): Promise<string> {
  const person = await tenant.person();
  await tenant.role(person, role);
  return world.signIn(person);
}

function worker(batchRows = 3): OperationWorker {
  return new OperationWorker({ ...options(), batchRows });
}

function options() {
  return {
    database: world.database,
    safe: world.safe,
    balPolicy: world.container().balPolicy,
    clock: () => world.now,
    wallClock: () => world.now,
    logger: createLogger('jobs', 'silent'),
  };
}

const OPERATION = `id state kind dryRun progress total valid done unchanged failed skipped author mayCancel mayRollback
  startedAt endedAt rows(first: 100) { edges { node { number key state code message column field balId } } }`;

// biome-ignore lint/suspicious/noExplicitAny: tests look at what they asked for
function shown(answer: any) {
  if (!answer?.rows) return answer;
  const { rows, ...operation } = answer;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  return { ...operation, rows: rows.edges.map(({ node }: any) => node) };
}

async function importFile(
  csv: string,
  { token = manager, tenant = hospital, of = 'balImport', ...options } = {} as {
    token?: string;
    tenant?: TestTenant;
    of?: 'balImport' | 'accessImport';
    dryRun?: boolean;
    onlyIfAllValid?: boolean;
  },
) {
  const { data, errors } = await world.ask(
    `mutation ($id: ID!, $file: CsvImportInput!) { answer: ${of}(structureId: $id, file: $file) {
       __typename ... on Operation { ${OPERATION} } ... on Refus { code message } } }`,
    token,
    { id: tenant.id, file: { csv, ...options } },
  );
  return shown(data?.answer) ?? errors?.[0];
}

async function operation(id: string, token = manager) {
  const { data, errors } = await world.ask(
    `{ operation(id: "${id}") { __typename ... on Operation { ${OPERATION} } ... on Refus { code } } }`,
    token,
  );
  return shown(data?.operation) ?? errors?.[0];
}

async function imported(csv: string, options = {}) {
  const asked = await importFile(csv, options);
  await worker().drain();
  return operation(asked.id);
}

const HEADER = 'adresse;type;responsable;responsable nom;responsable prénom;description;quota Mo';
const RPPS = ['99900000017', '99900000025', '99900000033', '99900000041', '99900000058'] as const;

function bals(...rows: readonly string[]): string {
  return [HEADER, ...rows].join('\r\n');
}

const row = (name: string, index = 0) =>
  `${name}@${hospital.domain};organisationnelle;${RPPS[index]};FICTIF ${index};Jean;Une BAL;500`;

function countBals(): Promise<number> {
  return world.database.withTenant(hospital.context(), async (sql) => {
    const [found] = await sql.query<{ n: number }>('select count(*) as n from bal');
    return found?.n ?? 0;
  });
}

describe('an import of BAL', () => {
  it('opens them with who answers for them, in the name of who asked, and tells it row by row', async () => {
    const asked = await importFile(bals(row('cardiologie'), row('urgences', 1), row('scanner', 1)));
    expect(asked).toMatchObject({ state: 'QUEUED', total: 3, done: 0, progress: 0, mayCancel: true });
    await worker(2).drain();
    const over = await operation(asked.id);
    expect(over).toMatchObject({ state: 'SUCCEEDED', progress: 100, done: 3, failed: 0, mayCancel: false });
    expect(over.rows[0]).toMatchObject({
      number: 2,
      key: `cardiologie@${hospital.domain}`,
      state: 'DONE',
      code: null,
      balId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const traces = (await world.traces(hospital)).filter(({ kind }) => kind === 'bal.created');
    expect(traces).toHaveLength(3);
    expect(traces[0]?.actor).toMatchObject({ kind: 'person' });
  });

  it('does the valid rows and says of each other one what to do, in its column', async () => {
    const foreign = await TestTenant.create(world.database);
    const over = await imported(
      bals(
        row('cardiologie'),
        `x@${foreign.domain};organisationnelle;${RPPS[0]};;;;`,
        `é@${hospital.domain};organisationnelle;${RPPS[0]};;;;`,
        `a@${hospital.domain};groupe;${RPPS[0]};;;;`,
        `b@${hospital.domain};organisationnelle;docteur martin;;;;`,
        `g@${hospital.domain};organisationnelle;10100000007;MARTIN;Hélène;;`,
        `c@${hospital.domain};organisationnelle;${RPPS[4]};;;;`,
        `d@${hospital.domain};organisationnelle;${RPPS[0]};;;;-5`,
        `e@${hospital.domain};;${RPPS[0]};;;;`,
        `${row('f')};trop`,
        row('cardiologie'),
      ),
    );
    expect(over).toMatchObject({ state: 'PARTIAL', done: 1, failed: 10 });
    expect(over.rows.map(({ code, column }: { code: string; column: string }) => [code, column])).toEqual([
      [null, null],
      ['domainNotOfTenant', null],
      ['cellInvalid', 'adresse'],
      ['cellInvalid', 'type'],
      ['cellInvalid', 'responsable'],
      ['cellInvalid', 'responsable'],
      ['cellMissing', 'responsable nom'],
      ['cellInvalid', 'quota Mo'],
      ['cellMissing', 'type'],
      ['rowTooLong', null],
      ['rowRepeated', null],
    ]);
    expect(over.rows[3].message).toBe(
      '« groupe » n’est pas compris dans la colonne « type » : écrivez personnelle, organisationnelle, applicative.',
    );
    expect(await countBals()).toBe(1);
  });

  it('leaves nothing of a row that is refused', async () => {
    const over = await imported(bals(`x@ailleurs.mssante.fr;organisationnelle;${RPPS[2]};FICTIF;Anne;;`));
    expect(over).toMatchObject({ state: 'FAILED', failed: 1 });
    const kinds = (await world.traces(hospital)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'person.registered')).toHaveLength(2);
  });

  it('changes nothing when it is a dry run, and says what would be', async () => {
    const over = await imported(bals(row('cardiologie'), row('urgences', 1), `;;;;;x;`), { dryRun: true });
    expect(over).toMatchObject({
      state: 'PARTIAL',
      dryRun: true,
      valid: 2,
      done: 0,
      failed: 1,
      progress: 100,
    });
    expect(await countBals()).toBe(0);
    const kinds = (await world.traces(hospital)).map(({ kind }) => kind);
    expect(kinds).not.toContain('bal.created');
    expect(kinds).toContain('operation.ended');
  });

  it('does all or nothing when that is asked', async () => {
    const wrong = await imported(bals(row('cardiologie'), `x@${hospital.domain};;;;;;`), {
      onlyIfAllValid: true,
    });
    expect(wrong).toMatchObject({ state: 'FAILED', done: 0, failed: 1, skipped: 1 });
    expect(await countBals()).toBe(0);
    const right = await imported(bals(row('cardiologie'), row('urgences')), { onlyIfAllValid: true });
    expect(right).toMatchObject({ state: 'SUCCEEDED', done: 2, failed: 0, skipped: 0 });
  });

  it('is idempotent: once corrected and sent again it changes nothing of what is there', async () => {
    await imported(bals(row('cardiologie'), `urgences@${hospital.domain};organisationnelle;faux;;;;`));
    const again = await imported(bals(row('cardiologie'), row('urgences', 1)));
    expect(again).toMatchObject({ state: 'SUCCEEDED', done: 1, unchanged: 1 });
    const other = await imported(bals(row('cardiologie').replace('500', '600'), row('urgences', 2)));
    expect(other.rows.map(({ code, column }: { code: string; column: string }) => [code, column])).toEqual([
      ['balDiffers', 'quota Mo'],
      ['balDiffers', 'responsable'],
    ]);
    expect(await countBals()).toBe(2);
  });

  it('is refused whole when the file is no such file, and nothing is kept of it', async () => {
    expect(await importFile('adresse;salaire\nx;y')).toMatchObject({ code: 'csvColumnUnknown' });
    expect(await importFile(bals('"x'))).toMatchObject({ code: 'csvMalformed' });
    expect(await importFile(HEADER)).toMatchObject({ code: 'csvEmpty' });
    expect(await importFile('PK\u0003\u0004')).toMatchObject({ code: 'csvUnreadable' });
    const { data } = await world.ask(
      `{ structure(id: "${hospital.id}") { ... on Structure { operations(first: 10) { edges { node { id } } } } } }`,
      manager,
    );
    expect(data.structure.operations.edges).toEqual([]);
  });
});

describe('an import of accesses', () => {
  it('opens them to people it registers when they are new, and knows again those that are open', async () => {
    await imported(bals(row('cardiologie')));
    const header = 'adresse;personne;nom;prénom;rôle;lecture;envoi;fin';
    const csv = [
      header,
      `cardiologie@${hospital.domain};${RPPS[1]};FICTIF;Anne;délégué;oui;non;31/12/2026`,
      `cardiologie@${hospital.domain};${RPPS[2]};FICTIF;Paul;Cotitulaire;;;`,
      `inconnue@${hospital.domain};${RPPS[2]};FICTIF;Paul;délégué;;;`,
    ].join('\n');
    const over = await imported(csv, { of: 'accessImport' });
    expect(over.rows.map(({ state }: { state: string }) => state)).toEqual(['DONE', 'DONE', 'FAILED']);
    const again = await imported(csv, { of: 'accessImport' });
    expect(again).toMatchObject({ state: 'PARTIAL', unchanged: 2, failed: 1 });
  });
});

describe('a list of BAL or accesses', () => {
  it('is done as a file would be', async () => {
    const address = `radiologie@${hospital.domain}`;
    const { data } = await world.ask(
      `mutation ($id: ID!, $items: [BalBulkItem!]!) { balBulkCreate(structureId: $id, items: $items) { ... on Operation { id total } } }`,
      manager,
      {
        id: hospital.id,
        items: [
          { address, kind: 'ORGANISATIONAL', responsible: RPPS[0], familyName: 'FICTIF', givenName: 'Jean' },
          { address: 'non', kind: 'APPLICATIVE', responsible: RPPS[0], isTest: false },
        ],
      },
    );
    await worker().drain();
    const over = await operation(data.balBulkCreate.id);
    expect(over.rows).toMatchObject([
      { number: 1, key: address, state: 'DONE' },
      { number: 2, state: 'FAILED', code: 'cellInvalid', field: 'address' },
    ]);
    const granted = await world.ask(
      `mutation ($id: ID!, $items: [AccessBulkItem!]!) { accessBulkGrant(structureId: $id, items: $items) { ... on Operation { id } } }`,
      manager,
      {
        id: hospital.id,
        items: [
          {
            address,
            person: RPPS[3],
            familyName: 'FICTIF',
            role: 'DELEGATE',
            endsAt: '2027-01-01T00:00:00Z',
          },
        ],
      },
    );
    await worker().drain();
    expect(await operation(granted.data.accessBulkGrant.id)).toMatchObject({ state: 'SUCCEEDED', done: 1 });
  });

  it('has a thousand items at most', async () => {
    const items = Array.from({ length: 1001 }, (_, n) => ({
      address: `a${n}`,
      kind: 'PERSONAL',
      responsible: 'x',
    }));
    const { data } = await world.ask(
      `mutation ($id: ID!, $items: [BalBulkItem!]!) { balBulkCreate(structureId: $id, items: $items) { ... on Refus { code } } }`,
      manager,
      { id: hospital.id, items },
    );
    expect(data.balBulkCreate).toEqual({ code: 'tooManyRows' });
  });
});

describe('who may', () => {
  it('ask for, see and stop an operation: managers, and keys by scope; auditors see', async () => {
    const csv = bals(row('cardiologie'));
    expect(await importFile(csv, { token: auditor })).toMatchObject({ code: 'forbidden' });
    const reader = (await hospital.apiKey(['operation:read'])).key;
    const writer = (await hospital.apiKey(['bal:write'])).key;
    expect(await importFile(csv, { token: reader })).toMatchObject({ code: 'scopeMissing' });
    const asked = await importFile(csv);
    expect(await operation(asked.id, auditor)).toMatchObject({ id: asked.id });
    expect(await operation(asked.id, reader)).toMatchObject({ id: asked.id });
    expect(await operation(asked.id, writer)).toMatchObject({ code: 'scopeMissing' });
    expect(await cancel(asked.id, auditor)).toMatchObject({ code: 'forbidden' });
    const neighbour = await signedIn(await TestTenant.create(world.database), 'manager');
    expect(await operation(asked.id, neighbour)).toMatchObject({ code: 'notFound' });
  });

  it('is asked again at each step: who may no more is refused the rest', async () => {
    const asked = await importFile(bals(row('cardiologie'), row('urgences')));
    await world.database.withTenant(hospital.context(), (sql) =>
      sql.query("delete from tenant_role where role = 'manager'"),
    );
    await worker().drain();
    expect(await operation(asked.id, auditor)).toMatchObject({ state: 'FAILED', failed: 2 });
    expect(await countBals()).toBe(0);
  });
});

async function cancel(id: string, token = manager) {
  const { data } = await world.ask(
    `mutation { operationCancel(structureId: "${hospital.id}", operationId: "${id}") {
       ... on Operation { state skipped done } ... on Refus { code } } }`,
    token,
  );
  return data.operationCancel;
}

describe('an operation', () => {
  it('can be stopped, once, and is gone on with by nobody', async () => {
    const asked = await importFile(bals(row('cardiologie'), row('urgences')));
    expect(await cancel(asked.id)).toEqual({ state: 'CANCELLED', skipped: 2, done: 0 });
    await worker().drain();
    expect(await countBals()).toBe(0);
    expect(await cancel(asked.id)).toEqual({ code: 'operationOver' });
  });

  it('is forgotten once it ended long ago, with its rows and nothing else', async () => {
    const ended = await importFile(bals(row('cardiologie')));
    await worker().drain();
    const waiting = await importFile(bals(row('urgences')));
    const DAY_MS = 86_400_000;
    const pass = (days: number) =>
      forgetOperationsJob(world.database, 90 * DAY_MS).run(
        {
          ...{
            actor: { kind: 'system', name: 'jobs' },
            means: 'job',
            correlationId: 'c',
            remoteAddress: null,
          },
          at: new Date(world.now.getTime() + days * DAY_MS),
        },
        UNWATCHED,
      );
    await pass(89);
    expect(await operation(ended.id)).toMatchObject({ state: 'SUCCEEDED', done: 1 });
    await pass(91);
    expect((await operation(ended.id)).code).toBe('notFound');
    expect(await operation(waiting.id)).toMatchObject({ state: 'QUEUED' });
    const left = await world.database.withTenant(hospital.context(), (sql) =>
      sql.query<{ rows: number; bals: number }>(
        `select (select count(*) from operation_row)::int as rows,
                (select count(*) from bal where address like 'cardiologie@%')::int as bals`,
      ),
    );
    expect(left).toEqual([{ rows: 1, bals: 1 }]);
  });

  it('is followed as it goes on', async () => {
    const socket = openSocket(world.url, { authorization: `Bearer ${manager}` });
    const asked = await importFile(bals(row('cardiologie'), row('urgences')));
    const followed = socket.subscribe(
      `subscription { operationEvents(structureId: "${hospital.id}", operationId: "${asked.id}") { operation { state done } } }`,
    );
    await operation(asked.id);
    await expect.poll(metrics).toMatch(/^cachet_api_subscriptions(?:\{.*\})? 1$/m);
    await worker(1).drain();
    await expect
      .poll(() => followed.events.map((event) => event.operationEvents))
      .toContainEqual({ operation: { state: 'SUCCEEDED', done: 2 } });
    await socket.close();
  });
});

async function rollBack(id: string, token = manager) {
  const { data } = await world.ask(
    `mutation { operationRollback(structureId: "${hospital.id}", operationId: "${id}") {
       ... on Operation { id kind total rollbackOf } ... on Refus { code } } }`,
    token,
  );
  return data.operationRollback;
}

describe('what an operation opened', () => {
  it('is taken back while nobody used it, and can then be opened anew', async () => {
    const first = await imported(bals(row('cardiologie'), row('urgences', 1), 'x;;;;;;'));
    expect(await rollBack(first.id, auditor)).toEqual({ code: 'forbidden' });
    const undoing = await rollBack(first.id);
    expect(undoing).toMatchObject({ kind: 'BAL_ROLLBACK', total: 2, rollbackOf: first.id });
    await worker().drain();
    expect(await operation(undoing.id)).toMatchObject({ state: 'SUCCEEDED', done: 2 });
    const after = await operation(first.id);
    expect(after.rows.map(({ state }: { state: string }) => state)).toEqual(['UNDONE', 'UNDONE', 'FAILED']);
    expect(await rollBack(first.id)).toEqual({ code: 'operationNotUndoable' });
    const again = await imported(bals(row('cardiologie', 2)));
    expect(again).toMatchObject({ state: 'SUCCEEDED', done: 1 });
  });

  it('stays when it has served: a letter, a session, a change', async () => {
    const first = await imported(bals(row('lettre'), row('session', 1), row('change', 2), row('rien', 3)));
    const [letter, session, change] = first.rows.map(({ balId }: { balId: string }) => balId);
    await world.database.withTenant(hospital.context(), async (sql) => {
      await new PgDeliveries(sql).add([
        {
          ...{
            id: newId(),
            balId: letter,
            messageId: newId(),
            size: 10,
            direction: 'inbound',
            state: 'delivered',
          },
          ...{
            sender: address('a@peer-operateur.mssante.fr'),
            recipient: address(`lettre@${hospital.domain}`),
          },
        },
      ]);
      await new PgJournal(sql).record([{ kind: 'session.opened', outcome: 'ok', balId: session }]);
      await sql.query('update bal set version = version + 1 where id = $1', [change]);
    });
    const undoing = await rollBack(first.id);
    await worker().drain();
    const over = await operation(undoing.id);
    expect(over).toMatchObject({ state: 'PARTIAL', done: 1, failed: 3 });
    expect(over.rows.map(({ code }: { code: string }) => code)).toEqual([
      ...['openedSinceUsed', 'openedSinceUsed', 'openedSinceUsed', null],
    ]);
  });

  it('is ended when it is accesses', async () => {
    await imported(bals(row('cardiologie')));
    const access = `cardiologie@${hospital.domain};${RPPS[1]};FICTIF;Anne;délégué`;
    const opened = await imported(`adresse;personne;nom;prénom;rôle\n${access}`, { of: 'accessImport' });
    const undoing = await rollBack(opened.id);
    await worker().drain();
    expect(await operation(undoing.id)).toMatchObject({
      kind: 'ACCESS_ROLLBACK',
      state: 'SUCCEEDED',
      done: 1,
    });
  });
});

/** A database that is lost at its nth statement from now, as a process is by kill -9: nothing after it happens. */
function dyingAt(nth: number): Database {
  let left = nth;
  const dying = (sql: TenantSql): TenantSql => ({
    context: sql.context,
    notify: (...told) => sql.notify(...told),
    query: (text, values) => {
      left -= 1;
      if (left < 0) throw new Error('killed');
      return sql.query(text, values);
    },
  });
  const { database } = world;
  return Object.assign(Object.create(database), {
    withTenant: (context: TenantContext, work: (sql: TenantSql) => Promise<unknown>) =>
      left < 0
        ? Promise.reject(new Error('killed'))
        : database.withTenant(context, (sql) => work(dying(sql))),
    shared: (work: (sql: SharedSql) => Promise<unknown>) =>
      left < 0 ? Promise.reject(new Error('killed')) : database.shared(work),
  });
}

describe('a worker that dies', () => {
  it('at any statement leaves each row done once, by whoever comes after', async () => {
    let deaths = 0;
    for (let nth = 1; nth < 400; nth += 1 + Math.floor(nth / 12)) {
      const tenant = await TestTenant.create(world.database, { kind: 'structure' });
      const token = await signedIn(tenant, 'manager');
      const rows = [0, 1, 2].map((n) => `b${n}@${tenant.domain};organisationnelle;${RPPS[n]};FICTIF;Jean;;`);
      const asked = await importFile(bals(...rows), { token, tenant });
      const death = await new OperationWorker({ ...options(), database: dyingAt(nth), batchRows: 2 })
        .drain()
        .catch((fault: Error) => fault.message);
      if (death === 'killed') deaths += 1;
      world.now = new Date(world.now.getTime() + 61_000);
      await worker(2).drain();
      expect(await operation(asked.id, token), `at ${nth}`).toMatchObject({ state: 'SUCCEEDED', done: 3 });
      const opened = (await world.traces(tenant)).filter(({ kind }) => kind === 'bal.created');
      expect(opened, `at ${nth}`).toHaveLength(3);
    }
    expect(deaths).toBeGreaterThan(5);
  }, 120_000);

  it('or several that work at once do no row twice', async () => {
    const names = Array.from({ length: 30 }, (_, n) => row(`service-${n}`, n % 5));
    const asked = await importFile(bals(...names));
    const leases = new PgOperationQueue(world.database);
    const workers = Array.from({ length: 4 }, () => worker(2));
    await Promise.all([
      ...workers.map((each) => each.drain()),
      // A lease that ran out while its worker still works: another takes the operation at the same time.
      leases.lease('slow', new Date(world.now.getTime() + 120_000), world.now),
    ]);
    await worker().drain();
    expect(await operation(asked.id)).toMatchObject({
      state: 'SUCCEEDED',
      done: 30,
      failed: 0,
      unchanged: 0,
    });
    const opened = (await world.traces(hospital)).filter(({ kind }) => kind === 'bal.created');
    expect(opened).toHaveLength(30);
  });
});

describe('a file sent by HTTP', () => {
  const send = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${world.url}/imports/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${manager}`, 'content-type': 'text/csv', ...headers },
      body: body as never,
    });

  it('in Windows-1252 becomes an operation, whose refused rows come back harmless, to be corrected and sent again', async () => {
    const text = bals(row('cardiologie').replace('Une BAL', 'Médecine'), `=1+1;;;;;'=x;`);
    const response = await send(`${hospital.id}/bals?fileName=bal.csv`, Buffer.from(text, 'latin1'));
    expect(response.status).toBe(202);
    const { operationId } = (await response.json()) as { operationId: string };
    await worker().drain();
    expect(await operation(operationId)).toMatchObject({ state: 'PARTIAL', done: 1, failed: 1 });
    const url = `${world.url}/operations/${hospital.id}/${operationId}/refused.csv`;
    const file = await fetch(url, { headers: { authorization: `Bearer ${manager}` } });
    const refused = await file.text();
    expect(refused).toContain("\r\n'=1+1;");
    expect(refused).toContain('cellInvalid');
    expect((await fetch(url, { headers: { authorization: `Bearer ${auditor}` } })).status).toBe(403);
    expect((await fetch(url)).status).toBe(401);
    const corrected = refused.replace(
      "'=1+1;",
      row('urgences', 1)
        .replaceAll(/;FICTIF.*/g, ';')
        .slice(0, -1),
    );
    expect((await send(`${hospital.id}/bals`, corrected)).status).toBe(202);
  });

  it('is refused unread when it says that it is too large, and no further read when it turns out so', async () => {
    const large = await send(`${hospital.id}/bals`, Buffer.alloc(17_000_000, 'a'));
    expect([large.status, ((await large.json()) as { code: string }).code]).toEqual([413, 'fileTooLarge']);
    expect((await send(`${hospital.id}/bals`, 'adresse;salaire\nx;y')).status).toBe(422);
    expect((await send(`${newId()}/bals`, bals(row('x')))).status).toBe(404);
    expect((await send(`${hospital.id}/people`, '')).status).toBe(404);
  });
});

async function metrics(): Promise<string> {
  return (await fetch(`${world.url}/metrics`)).text();
}
