import { openMailSafe } from '@cachet/mailstore';
import type { Bal } from '@cachet/mss-core';
import { createLogger, createMetrics } from '@cachet/runtime';
import { type Database, PgApiKeys, PgCompliance } from '@cachet/schema';
import { TEST_MASTER_KEY, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningApi, startApi } from '../http/api-server.js';
import { OperationWorker } from '../operations/operation-worker.js';
import { type Answer, ApiWorld, ORIGIN } from './api-world.fixture.js';
import { openSocket } from './socket.fixture.js';

/** However busy the machine is. */
const until = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 20_000 });

let world: ApiWorld;
/** The second: connections, listening, keys and server of its own beside the same database. */
let other: { readonly api: RunningApi; readonly database: Database };
let hospital: TestTenant;
let bal: Bal;
let key: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  const database = await world.temporary.connect('api-2');
  const safe = openMailSafe(database, { CACHET_MASTER_KEY: TEST_MASTER_KEY });
  const container = { ...world.container(), database, safe, metrics: createMetrics('api') };
  const api = await startApi(container, {
    ...{ port: 0, bind: '127.0.0.1', origins: [ORIGIN], introspection: true, trusted: null },
    points: { most: 1_000_000_000, perSecond: 1 },
  });
  other = { api, database };
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  bal = await hospital.bal();
  ({ key } = await hospital.apiKey([
    ...[
      'bal:read',
      'bal:write',
      'compliance:read',
      'key:write',
      'operation:read',
      'person:write',
      'access:write',
    ],
  ]));
});
afterAll(async () => {
  await other.api.close();
  await world.stop();
});

const urls = () => [world.url, `http://127.0.0.1:${other.api.port}`] as const;

async function askAt(
  place: 0 | 1,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Pick<Answer, 'status' | 'data' | 'errors'>> {
  const response = await fetch(`${urls()[place]}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
    body: JSON.stringify({ query, variables: { id: hospital.id, ...variables } }),
  });
  return { status: response.status, ...((await response.json()) as Pick<Answer, 'data' | 'errors'>) };
}

function sql<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
  return world.database.withTenant(hospital.context(), (sql) => sql.query<R & object>(text, [...values]));
}

describe('two processes of the API beside one database', () => {
  it('do once what is sent ten times to both at one moment under one idempotency key', async () => {
    const create = (place: 0 | 1) =>
      askAt(
        place,
        `mutation ($id: ID!) { apiKeyCreate(structureId: $id, input: { name: "Deux", scopes: ["bal:read"], expiresAt: "2026-12-20T12:00:00.000Z" }) {
           __typename ... on ApiKeyCreated { apiKey { id } } ... on Refus { code } } }`,
        {},
        { 'idempotency-key': 'deux-processus' },
      );
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => create(n % 2 === 0 ? 0 : 1)));
    expect(await sql("select from api_key where name = 'Deux'")).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([200, ...answers.map(({ status }) => status).filter((status) => status === 409)]),
    );
    const [first, ...again] = await Promise.all([create(0), create(1)]);
    expect(first?.data?.apiKeyCreate.__typename).toBe('ApiKeyCreated');
    for (const { data } of again) expect(data).toEqual(first?.data);
  });

  it('let one of two changes of the same version through', async () => {
    const update = (place: 0 | 1, version: number) =>
      askAt(
        place,
        `mutation ($id: ID!, $bal: ID!, $version: Int!, $description: String!) {
           balUpdate(structureId: $id, balId: $bal, version: $version, change: { description: $description }) {
             __typename ... on AdministeredBal { version } ... on Refus { code } } }`,
        { bal: bal.id, version, description: `De ${place}` },
      );
    const [{ version = 0 } = {}] = await sql<{ version: number }>('select version from bal where id = $1', [
      bal.id,
    ]);
    const changed = await Promise.all([
      update(0, version),
      update(1, version),
      update(0, version),
      update(1, version),
    ]);
    const said = changed.map(({ data }) => data?.balUpdate.code ?? 'done').toSorted();
    expect(said).toEqual(['changedMeanwhile', 'changedMeanwhile', 'changedMeanwhile', 'done']);
    expect(await sql('select version from bal where id = $1', [bal.id])).toEqual([{ version: version + 1 }]);
  });

  it('tell at one what was done at the other, and cut there a key that was revoked here', async () => {
    const { id, key: followed } = await hospital.apiKey(['compliance:read', 'bal:read']);
    const socket = openSocket(urls()[1], { authorization: `Bearer ${followed}` });
    const events = socket.subscribe(
      `subscription { events(structureId: "${hospital.id}", kinds: [BAL]) { type subjectId } }`,
    );
    const alarms = socket.subscribe(
      `subscription { complianceEvents(structureId: "${hospital.id}") { kind } }`,
    );
    await until(async () => {
      const metrics = await (await fetch(`${urls()[1]}/metrics`)).text();
      expect(metrics).toMatch(/^cachet_api_subscriptions\{.*\} 2$/m);
    });
    const [{ version = 0 } = {}] = await sql<{ version: number }>('select version from bal where id = $1', [
      bal.id,
    ]);
    await askAt(
      0,
      `mutation ($id: ID!, $bal: ID!, $version: Int!) { balSuspend(structureId: $id, balId: $bal, version: $version, motive: SECURITY) {
         __typename ... on Refus { code } } }`,
      { bal: bal.id, version },
    );
    await until(() => {
      expect(events.events).toEqual([{ events: { type: 'bal.suspended', subjectId: bal.id } }]);
      expect(alarms.events).toEqual([{ complianceEvents: { kind: 'bal.suspended' } }]);
    });
    await world.database.withTenant(hospital.context(), (sql) => new PgApiKeys(sql).revoke(id));
    await world.database.withTenant(hospital.context(), (sql) =>
      new PgCompliance(sql).raise([{ kind: 'malware.found', severity: 'warning', facts: {} }]),
    );
    expect(await socket.closed).toBe(4403);
    expect(alarms.events).toHaveLength(1);
  });
});

describe('two workers beside one database', () => {
  it('do each row of an operation once, whichever takes it', async () => {
    const rows = Array.from(
      { length: 24 },
      (_, n) => `partage-${n}@${hospital.domain};organisationnelle;99900000017;FICTIF;Jean;Une BAL`,
    );
    const csv = ['adresse;type;responsable;responsable nom;responsable prénom;description', ...rows].join(
      '\n',
    );
    const asked = await Promise.all(
      ([0, 1] as const).map((place) =>
        askAt(
          place,
          'mutation ($id: ID!, $csv: String!) { balImport(structureId: $id, file: { csv: $csv }) { __typename ... on Operation { id } ... on Refus { code } } }',
          { csv },
        ),
      ),
    );
    const ids = asked.map(({ data }) => data?.balImport.id as string);
    const workers = [world.database, other.database].flatMap((database) =>
      [1, 2].map(
        () =>
          new OperationWorker({
            ...{ database, safe: world.safe, balPolicy: world.container().balPolicy, batchRows: 4 },
            ...{ clock: () => world.now, wallClock: () => world.now, logger: createLogger('jobs', 'silent') },
          }),
      ),
    );
    await Promise.all(workers.map((worker) => worker.drain()));
    // The same file sent twice is two operations: those of one structure are done one after the other.
    const counts = await sql<{ done: number; unchanged: number; failed: number }>(
      'select state, done, unchanged, failed from operation where id = any($1)',
      [ids],
    );
    expect(counts.map(({ failed }) => failed)).toEqual([0, 0]);
    expect(counts.reduce((sum, { done }) => sum + done, 0)).toBe(24);
    expect(counts.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(24);
    expect(await sql("select from bal where address like 'partage-%'")).toHaveLength(24);
  });
});
