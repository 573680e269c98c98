import { createLogger } from '@cachet/runtime';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
  return new OperationWorker({
    database: world.database,
    safe: world.safe,
    balPolicy: world.container().balPolicy,
    clock: () => world.now,
    wallClock: () => world.now,
    logger: createLogger('jobs', 'silent'),
    batchRows,
  });
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
        `c@${hospital.domain};organisationnelle;${RPPS[4]};;;;`,
        `d@${hospital.domain};organisationnelle;${RPPS[0]};;;;-5`,
        `e@${hospital.domain};;${RPPS[0]};;;;`,
        `${row('f')};trop`,
        row('cardiologie'),
      ),
    );
    expect(over).toMatchObject({ state: 'PARTIAL', done: 1, failed: 9 });
    expect(over.rows.map(({ code, column }: { code: string; column: string }) => [code, column])).toEqual([
      [null, null],
      ['domainNotOfTenant', null],
      ['cellInvalid', 'adresse'],
      ['cellInvalid', 'type'],
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

async function metrics(): Promise<string> {
  return (await fetch(`${world.url}/metrics`)).text();
}
