import { NEVER_RUN } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgScheduledJobs } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';

const MINUTE = 60_000;

let world: ApiWorld;
let operator: TestTenant;
let admin: string;
let auditor: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  operator = await TestTenant.create(world.database, { kind: 'operator' });
  const [head, watcher] = [await operator.person(), await operator.person()];
  await operator.role(head, 'operatorAdmin');
  await operator.role(watcher, 'auditor');
  admin = await world.signIn(head);
  auditor = await world.signIn(watcher);
  const due = { 'igc.chain': 0, 'events.forget': 60, 'listeBlanche.refresh': -5, 'threads.link': 1 };
  await jobs((store) =>
    store.enlist(Object.entries(due).map(([name, minutes]) => ({ name, nextAt: later(minutes) }))),
  );
  await ran('events.forget', 'fault', { failures: 2 });
  await jobs((store) => store.take('threads.link', holder, MINUTE));
  await jobs((store) =>
    store.begin('threads.link', holder, { id: newId(), startedAt: world.now, wasAsked: false }),
  );
  await jobs((store) => store.stand('threads.link', holder, MINUTE, { done: 2, total: 8, cursor: 'x' }));
});
afterAll(() => world.stop());

const holder = newId();
const later = (minutes: number) => new Date(world.now.getTime() + minutes * MINUTE);
const jobs = <T>(work: (store: PgScheduledJobs) => Promise<T>) =>
  world.database.shared((sql) => work(new PgScheduledJobs(sql)));

async function ran(name: string, outcome: string, changes: object = {}): Promise<void> {
  await jobs((store) => store.take(name, holder, MINUTE));
  await jobs((store) => store.begin(name, holder, { id: newId(), startedAt: later(-1), wasAsked: true }));
  const ended = {
    ...NEVER_RUN,
    endedAt: world.now,
    durationMs: 1_500,
    outcome,
    nextAt: later(60),
    ...changes,
  };
  await jobs((store) => store.end(name, holder, ended));
}

const JOBS = `{ jobs { name label labelEn nextAt late asked runningSince progress { done total } lastDurationMs lastOutcome lastText failures } }`;
const RUNS = `query ($name: String!, $first: Int!, $after: String) { jobRuns(name: $name, first: $first, after: $after) {
  edges { node { startedAt durationMs outcome textEn asked } } pageInfo { hasNextPage endCursor } } }`;
const RUN_NOW = `mutation ($name: String!) { jobRunNow(name: $name) { __typename ... on ScheduledJob { name asked } ... on Refus { code } } }`;

describe('the scheduled jobs', () => {
  it('are shown to the operator’s people, what fails, what is late and what runs first', async () => {
    const { key } = await operator.apiKey(['compliance:read']);
    for (const token of [admin, auditor, key]) {
      const { data } = await world.ask(JOBS, token);
      expect(data.jobs).toMatchObject([
        {
          ...{ name: 'events.forget', failures: 2, lastOutcome: 'FAILED', lastDurationMs: 1_500 },
          lastText: expect.stringContaining('panne'),
        },
        { name: 'listeBlanche.refresh', late: true, labelEn: 'Fetching the whitelist', lastOutcome: null },
        {
          name: 'threads.link',
          late: false,
          runningSince: world.now.toISOString(),
          progress: { done: 2, total: 8 },
        },
        { name: 'igc.chain', late: false, asked: false, nextAt: world.now.toISOString(), runningSince: null },
      ]);
    }
  });

  it('tell their last runs, page by page', async () => {
    await ran('listeBlanche.refresh', 'listeBlancheUnreachable');
    await ran('listeBlanche.refresh', 'ok');
    const page = async (after: string | null) =>
      (await world.ask(RUNS, auditor, { name: 'listeBlanche.refresh', first: 1, after })).data.jobRuns;
    const first = await page(null);
    expect(first.edges[0].node).toEqual({
      ...{
        startedAt: later(-1).toISOString(),
        durationMs: 1_500,
        outcome: 'DONE',
        textEn: 'Done.',
        asked: true,
      },
    });
    const second = await page(first.pageInfo.endCursor);
    expect(second).toMatchObject({
      edges: [{ node: { outcome: 'FAILED' } }],
      pageInfo: { hasNextPage: false },
    });
    const { errors } = await world.ask(RUNS, auditor, { name: 'toString', first: 1 });
    expect(errors?.[0].extensions.code).toBe('notFound');
  });

  it('EX_GDT_5010: are run before their time for the operator’s administrator, with one trace', async () => {
    const ask = async (name: string, token = admin) =>
      (await world.ask(RUN_NOW, token, { name })).data.jobRunNow;
    for (let time = 0; time < 2; time += 1)
      expect(await ask('igc.chain')).toEqual({ __typename: 'ScheduledJob', name: 'igc.chain', asked: true });
    // While it runs, it is the run that was asked for.
    expect(await ask('threads.link')).toMatchObject({ asked: false });
    for (const unknown of ['nonsense', 'keys.finish'])
      expect(await ask(unknown)).toMatchObject({ code: 'notFound' });
    const traces = (await world.traces(operator)).filter(({ kind }) => kind === 'job.asked');
    expect(traces).toMatchObject([{ facts: { job: 'igc.chain' } }]);
  });

  it('are nothing for anybody else, and no program runs one', async () => {
    const hospital = await TestTenant.create(world.database);
    const manager = await hospital.person();
    await hospital.role(manager, 'manager');
    const strangers = [await world.signIn(manager), (await hospital.apiKey(['compliance:read'])).key];
    for (const token of strangers) {
      for (const [query, variables] of [
        [JOBS, {}] as const,
        [RUNS, { name: 'igc.chain', first: 1 }] as const,
      ])
        expect((await world.ask(query, token, variables)).errors?.[0].extensions.code).toBe('forbidden');
    }
    const { key } = await operator.apiKey(['compliance:read']);
    for (const token of [...strangers, key, auditor])
      expect((await world.ask(RUN_NOW, token, { name: 'events.forget' })).data.jobRunNow.code).toBe(
        'forbidden',
      );
    expect(await jobs((store) => store.byName('events.forget'))).toMatchObject({ askedAt: null });
  });
});
