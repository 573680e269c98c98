import { randomUUID } from 'node:crypto';
import {
  done,
  isJobDue,
  type JobName,
  NEVER_RUN,
  type Outcome,
  refused,
  runEvery,
  type Schedule,
} from '@cachet/mss-core';
import { createLogger, createMetrics } from '@cachet/runtime';
import {
  type Database,
  PgCompliance,
  PgListeBlancheVersions,
  PgRouting,
  PgScheduledJobs,
} from '@cachet/schema';
import {
  fixedContext,
  type TemporaryDatabase,
  TestTenant,
  temporaryDatabase,
  withClient,
} from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ListeBlancheRefresher } from '../liste-blanche-refresher.js';
import { type Job, UNWATCHED } from './job.js';
import { refreshListeBlancheJob } from './refresh-liste-blanche.js';
import { Scheduler } from './scheduler.js';
import { watchListeBlancheJob } from './watch-liste-blanche.js';

let temporary: TemporaryDatabase;
let database: Database;
let now = new Date('2026-11-20T12:00:00Z');

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect('jobs');
});
afterAll(() => temporary.drop());

const HOUR = 3_600_000;

function schedulerOf(...jobs: Job[]): Scheduler {
  const metrics = createMetrics('jobs');
  return new Scheduler({
    database,
    jobs,
    clock: () => now,
    logger: createLogger('jobs', 'silent'),
    metrics,
    tickMs: 10,
  });
}

const once: Schedule = ({ lastRunAt }, at) => (lastRunAt === null ? at : null);
const named = (name: string) => name as JobName;

async function lastOf(name: string) {
  const known = await database.shared((sql) => new PgScheduledJobs(sql).byName(name));
  return known ?? NEVER_RUN;
}

describe('scheduled jobs', () => {
  it('run when due by the business clock, and again only once it has moved', async () => {
    let runs = 0;
    const scheduler = schedulerOf({
      name: named('hourly'),
      nextAt: runEvery(HOUR),
      run: async () => {
        runs += 1;
        return 'ok';
      },
    });
    scheduler.start();
    await vi.waitFor(() => expect(runs).toBe(1));
    now = new Date(now.getTime() + HOUR);
    await vi.waitFor(() => expect(runs).toBe(2));
    await scheduler.stop();
    expect(await lastOf('hourly')).toMatchObject({ lastRunAt: now, lastOutcome: 'ok' });
  });

  it('are done once when several processes are ready for them', async () => {
    let running = 0;
    let runs = 0;
    const job: Job = {
      name: named('alone'),
      nextAt: once,
      run: async () => {
        running += 1;
        expect(running).toBe(1);
        await vi.waitFor(() => undefined);
        runs += 1;
        running -= 1;
        return 'ok';
      },
    };
    const processes = Array.from({ length: 4 }, () => schedulerOf(job));
    for (const each of processes) each.start();
    await vi.waitFor(async () => expect((await lastOf('alone'))?.lastOutcome).toBe('ok'));
    await Promise.all(processes.map((each) => each.stop()));
    expect(runs).toBe(1);
  });

  it('record a fault and leave the others running', async () => {
    const faulty: Job = {
      name: named('faulty'),
      nextAt: (_, at) => at,
      run: async () => Promise.reject(new Error('broken')),
    };
    const sound: Job = { name: named('sound'), nextAt: once, run: async () => 'ok' };
    const scheduler = schedulerOf(faulty, sound);
    scheduler.start();
    await vi.waitFor(async () => expect((await lastOf('sound'))?.lastOutcome).toBe('ok'));
    await scheduler.stop();
    expect(await lastOf('faulty')).toMatchObject({ lastOutcome: 'fault' });
  });
});

describe('a job that waits for the network', () => {
  it('holds no transaction meanwhile, and is still nobody else’s', async () => {
    let answer = () => {};
    let runs = 0;
    const job: Job = {
      name: named('slow'),
      nextAt: once,
      run: async () => {
        runs += 1;
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return 'ok';
      },
    };
    const [first, second] = [schedulerOf(job), schedulerOf(job)];
    for (const each of [first, second]) each.start();
    await vi.waitFor(() => expect(runs).toBe(1));
    // Were its row held, this would be refused at once.
    const row = await withClient(temporary.ownerUrl, (owner) =>
      owner.query("select taken_by from scheduled_job where name = 'slow' for update nowait"),
    );
    expect(row.rows[0]).toEqual({ taken_by: expect.any(String) });
    answer();
    await vi.waitFor(async () => expect((await lastOf('slow')).lastOutcome).toBe('ok'));
    await Promise.all([first.stop(), second.stop()]);
    expect(runs).toBe(1);
  });

  it('is taken again by another process once its own has died', async () => {
    const taken = () =>
      database.shared((sql) => new PgScheduledJobs(sql).take('orphan', randomUUID(), 60_000));
    expect([await taken(), await taken()]).toMatchObject([{ lastRunAt: null }, null]);
    await withClient(temporary.ownerUrl, (owner) =>
      owner.query("update scheduled_job set taken_until = clock_timestamp() where name = 'orphan'"),
    );
    let runs = 0;
    const scheduler = schedulerOf({
      name: named('orphan'),
      nextAt: once,
      run: async () => {
        runs += 1;
        return 'ok';
      },
    });
    scheduler.start();
    await vi.waitFor(async () => expect((await lastOf('orphan')).lastOutcome).toBe('ok'));
    await scheduler.stop();
    expect(runs).toBe(1);
  });
});

describe('EX_2.2_5010: the daily refresh of the liste blanche', () => {
  const answering = (outcome: Outcome<never>): ListeBlancheRefresher => ({
    refresh: async () => outcome,
    approve: async () => outcome,
  });

  it('waits for the operator’s tenant, then is due at once as long as there is no list', async () => {
    const job = refreshListeBlancheJob(database, answering(refused('listeBlancheUnreachable')));
    expect(isJobDue(job.nextAt, NEVER_RUN, now)).toBe(true);
    expect(await job.hasWork?.()).toBe(false);
    await TestTenant.create(database, { kind: 'operator' });
    expect(await job.hasWork?.()).toBe(true);
    const failedAgo = (ms: number, lastSuccessAt: Date | null) => ({
      ...{ lastRunAt: new Date(now.getTime() - ms), lastSuccessAt, failures: 9 },
      lastOutcome: 'listeBlancheUnreachable',
    });
    expect(isJobDue(job.nextAt, failedAgo(29_000, null), now)).toBe(false);
    expect(isJobDue(job.nextAt, failedAgo(30_000, null), now)).toBe(true);
    // Once there is one, an hour after each failure, however many there were.
    expect(isJobDue(job.nextAt, failedAgo(HOUR - 1, now), now)).toBe(false);
    expect(isJobDue(job.nextAt, failedAgo(HOUR, now), now)).toBe(true);
  });

  it('EX_2.2_5035: alarms the operator once no new valid list came for 36 hours', async () => {
    const operator =
      (await new PgRouting(database).operatorTenant()) ??
      (await TestTenant.create(database, { kind: 'operator' })).id;
    const version = {
      id: randomUUID(),
      generatedAt: now,
      fetchedAt: now,
      sha256: 'f00d',
      signerDn: 'CN=ANS',
      signerExpiresAt: null,
      domainCount: 1,
      rowCount: 1,
    };
    await database.shared((sql) => new PgListeBlancheVersions(sql).keep(version, Buffer.from('<x/>'), []));
    const context = fixedContext(operator);
    const job = watchListeBlancheJob(database);
    const alarmAfter = async (hours: number) => {
      await job.run({ ...context, at: new Date(now.getTime() + hours * HOUR) }, UNWATCHED);
      return database.withTenant(context, (sql) => new PgCompliance(sql).lastOf('listeBlanche.stale'));
    };
    expect(await alarmAfter(36)).toBeNull();
    const alarm = await alarmAfter(37);
    expect(alarm).toMatchObject({ severity: 'critical', facts: { hours: 37 } });
    expect((await alarmAfter(61))?.id).toBe(alarm?.id);
  });

  it('records why it failed', async () => {
    const job = refreshListeBlancheJob(database, answering(refused('listeBlancheUnreachable')));
    const act = {
      actor: { kind: 'system', name: 'test' },
      means: 'job',
      at: now,
      correlationId: 'c',
      remoteAddress: null,
    } as const;
    expect(await job.run(act, UNWATCHED)).toBe('listeBlancheUnreachable');
    const well = refreshListeBlancheJob(database, answering(done(undefined as never)));
    expect(await well.run(act, UNWATCHED)).toBe('ok');
  });
});
