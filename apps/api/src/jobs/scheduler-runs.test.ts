import { isJobDue, type JobName, type Schedule } from '@cachet/mss-core';
import { createLogger, createMetrics } from '@cachet/runtime';
import { type Database, PgCompliance, PgScheduledJobs } from '@cachet/schema';
import { type TemporaryDatabase, TestTenant, temporaryDatabase, withClient } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { eachTenant } from './each-tenant.js';
import { forgetJobRunsJob } from './forget-job-runs.js';
import { type Job, LeaseLost, UNWATCHED } from './job.js';
import { Scheduler } from './scheduler.js';

let temporary: TemporaryDatabase;
let database: Database;
let operator: TestTenant;
let now = new Date('2026-11-20T12:00:00Z');

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect('jobs');
  operator = await TestTenant.create(database, { kind: 'operator' });
});
afterAll(() => temporary.drop());

vi.setConfig({ testTimeout: 60_000 });
const SOON = { timeout: 30_000 };

const once: Schedule = ({ lastRunAt }, at) => (lastRunAt === null ? at : null);
const named = (name: string) => name as JobName;
const later = (ms: number) => new Date(now.getTime() + ms);

function schedulerOf(jobs: readonly Job[], on = database, metrics = createMetrics('jobs')): Scheduler {
  return new Scheduler({
    ...{ database: on, jobs, metrics, clock: () => now, logger: createLogger('jobs', 'silent') },
    ...{ tickMs: 10, restMs: 10 },
  });
}

const known = (name: string) => database.shared((sql) => new PgScheduledJobs(sql).byName(name));
const runsOf = async (name: string) =>
  (await database.shared((sql) => new PgScheduledJobs(sql).runs(name, { first: 9 }))).rows;

/** One look after the other, until nothing is due. */
async function passOf(scheduler: Scheduler): Promise<void> {
  scheduler.tick();
  await scheduler.stop();
}

describe('what is known of a scheduled job', () => {
  it('is when it is next due, how its last run went, and each run', async () => {
    const name = named('seen');
    const job: Job = {
      name,
      nextAt: ({ lastRunAt }, at) => (lastRunAt ? new Date(lastRunAt.getTime() + 5_000) : at),
      run: async (_, run) => {
        now = later(1_000);
        await run.standsAt({ done: 2, total: 4, cursor: null });
        expect(await known(name)).toMatchObject({ progress: { done: 2, total: 4 }, runningSince: begun });
        return 'ok';
      },
    };
    const begun = now;
    const metrics = createMetrics('jobs');
    const scheduler = schedulerOf([job], database, metrics);
    await passOf(scheduler);
    expect(await known(name)).toMatchObject({
      ...{ lastStartedAt: begun, lastRunAt: now, lastSuccessAt: now, lastOutcome: 'ok', failures: 0 },
      ...{ nextAt: later(5_000), runningSince: null, lastDurationMs: expect.any(Number) },
    });
    expect(await runsOf(name)).toMatchObject([
      { startedAt: begun, endedAt: now, outcome: 'ok', wasAsked: false },
    ]);
    now = later(2_000);
    await passOf(scheduler);
    const text = await metrics.metrics();
    expect(text).toMatch(/cachet_job_last_success_age_seconds\{job="seen",app="jobs"\} 2\n/);
    expect(text).toMatch(/cachet_job_runs_total\{job="seen",outcome="ok",app="jobs"\} 1\n/);
  });

  it('is due at once when somebody asked for it, and run once for it', async () => {
    let runs = 0;
    const name = named('asked');
    const job: Job = {
      name,
      nextAt: (_, at) => new Date(at.getTime() + 3_600_000),
      run: async () => {
        runs += 1;
        return 'ok';
      },
    };
    const scheduler = schedulerOf([job]);
    await passOf(scheduler);
    expect(runs).toBe(0);
    expect(await database.shared((sql) => new PgScheduledJobs(sql).ask(name, now))).toBe('asked');
    await passOf(scheduler);
    await passOf(scheduler);
    expect([runs, (await runsOf(name)).map(({ wasAsked }) => wasAsked)]).toEqual([1, [true]]);
  });

  it('waits, without a run, for something to do', async () => {
    let isNeeded = false;
    const name = named('idle');
    const scheduler = schedulerOf([
      { name, nextAt: once, hasWork: async () => isNeeded, run: async () => 'ok' },
    ]);
    await passOf(scheduler);
    expect(await runsOf(name)).toEqual([]);
    isNeeded = true;
    scheduler.start();
    await vi.waitFor(async () => expect(await runsOf(name)).toMatchObject([{ outcome: 'ok' }]), SOON);
    await scheduler.stop();
  });

  it('is that it was set back with the clock: it is due, and two machines’ clocks that differ run nothing twice', () => {
    const daily: Schedule = ({ lastRunAt }, at) =>
      lastRunAt ? new Date(lastRunAt.getTime() + 86_400_000) : at;
    const last = { lastRunAt: later(3_600_000), lastOutcome: 'ok', lastSuccessAt: null, failures: 0 };
    expect(isJobDue(daily, last, now)).toBe(true);
    expect(isJobDue(daily, { ...last, lastRunAt: later(5_000) }, now)).toBe(false);
  });
});

describe('EX_SSI_5120: a job that keeps failing', () => {
  it('is told to the operator at the third failure in a row, once, and again when it is well', async () => {
    let outcome = 'incomplete';
    const job: Job = { name: named('sick'), nextAt: (_, at) => at, run: async () => outcome };
    const scheduler = schedulerOf([job]);
    const told = async () =>
      (
        await database.withTenant(operator.context(), (sql) => new PgCompliance(sql).page({ first: 9 }))
      ).rows.map(({ kind, severity, facts }) => [kind, severity, facts.failures]);
    for (let run = 0; run < 2; run += 1) await passOf(scheduler);
    expect(await told()).toEqual([]);
    for (let run = 0; run < 2; run += 1) await passOf(scheduler);
    expect(await told()).toEqual([['job.failing', 'warning', 3]]);
    outcome = 'ok';
    for (let run = 0; run < 2; run += 1) await passOf(scheduler);
    expect(await told()).toEqual([
      ['job.restored', 'info', 4],
      ['job.failing', 'warning', 3],
    ]);
    // The neighbour is told nothing of the installation's jobs.
    const hospital = await TestTenant.create(database);
    const theirs = await database.withTenant(hospital.context(), (sql) =>
      new PgCompliance(sql).page({ first: 9 }),
    );
    expect(theirs.rows).toEqual([]);
  });
});

describe('a process cut off in the middle of a run', () => {
  it('loses it to another, which goes on where it stood; what the first does then is kept nowhere', async () => {
    const name = named('cut');
    const first = database.beside(2);
    const steps: string[] = [];
    let goOn = () => {};
    let fault: unknown;
    const jobOf = (who: string, isCut: boolean): Job => ({
      name,
      nextAt: once,
      run: async (_, run) => {
        for (let step = Number(run.cursor ?? 0); step < 4; step += 1) {
          steps.push(`${who} ${step}`);
          if (isCut && step === 2) {
            await new Promise<void>((resolve) => {
              goOn = resolve;
            });
          }
          await run
            .standsAt({ done: step + 1, total: 4, cursor: String(step + 1) })
            .catch((error: unknown) => {
              fault = error;
              throw error;
            });
        }
        return 'ok';
      },
    });
    const cutOff = schedulerOf([jobOf('first', true)], first);
    cutOff.tick();
    await vi.waitFor(() => expect(steps).toHaveLength(3), SOON);
    const second = schedulerOf([jobOf('second', false)]);
    await passOf(second);
    // Renewed, it is nobody else's.
    expect(steps).toEqual(['first 0', 'first 1', 'first 2']);
    await withClient(temporary.ownerUrl, (owner) =>
      owner.query('update scheduled_job set taken_until = clock_timestamp() where name = $1', [name]),
    );
    second.start();
    await vi.waitFor(async () => expect((await known(name))?.lastOutcome).toBe('ok'), SOON);
    await second.stop();
    goOn();
    await cutOff.stop();
    await first.close();
    expect(steps).toEqual(['first 0', 'first 1', 'first 2', 'second 2', 'second 3']);
    expect(fault).toBeInstanceOf(LeaseLost);
    expect((await runsOf(name)).map(({ outcome }) => outcome).sort()).toEqual(['interrupted', 'ok']);
    expect(await known(name)).toMatchObject({ failures: 0, cursor: null, runId: null });
  });

  it('leaves the structures it was done with, in a job that goes from one to the next', async () => {
    await Promise.all([1, 2, 3].map(() => TestTenant.create(database)));
    const seen: string[] = [];
    const act = { ...operator.context(), at: now };
    const pass = (cursor: string | null) =>
      eachTenant(database, act, { ...UNWATCHED, cursor }, async ({ tenantId }) => void seen.push(tenantId));
    await pass(null);
    const all = [...seen];
    expect(all.length).toBeGreaterThan(3);
    await pass(all[1] ?? null);
    expect(seen.slice(all.length)).toEqual(all.slice(2));
  });
});

describe('the history of runs', () => {
  it('is kept bounded', async () => {
    await database.shared((sql) =>
      sql.query(
        `insert into job_run (id, name, started_at, was_asked)
           select gen_random_uuid(), 'many', now(), false from generate_series(1, 250)`,
      ),
    );
    await forgetJobRunsJob(database).run(operator.context(), UNWATCHED);
    const [row] = await database.shared((sql) =>
      sql.query<{ n: number }>("select count(*)::int as n from job_run where name = 'many'"),
    );
    expect(row?.n).toBe(200);
  });
});
