import { type ActContext, isJobDue, jobAlert, jobResultOf } from '@cachet/mss-core';
import { type Clock, type Logger, newId } from '@cachet/runtime';
import {
  type Database,
  type KnownJob,
  PgCompliance,
  PgRouting,
  PgScheduledJobs,
  type SharedSql,
} from '@cachet/schema';
import { type Job, LeaseLost, type RunUnderWay, type Standing } from './job.js';

export interface Holding {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly leaseMs: number;
  /** Aborted once this process is to stop. */
  readonly leaving: AbortSignal;
}

/** A job that this process holds a lease on, and the run it began under it. */
export class HeldJob {
  private constructor(
    private readonly holding: Holding,
    private readonly holder: string,
    private readonly job: Job,
    private readonly known: KnownJob,
  ) {}

  /** Takes a job that is due, and begins a run; null when another process holds it or has just run it. */
  static async take(holding: Holding, holder: string, job: Job): Promise<HeldJob | null> {
    const { clock, leaseMs } = holding;
    const act = systemAct(job, clock());
    return inOperator(holding.database, act, async (jobs, alarm) => {
      const taken = await jobs.take(job.name, holder, leaseMs);
      if (!taken) return null;
      // Another process may have run it between our look and our taking it.
      if (taken.askedAt === null && !isJobDue(job.nextAt, taken, clock())) {
        await jobs.release(job.name, holder);
        return null;
      }
      const known = taken.runId ? await afterDeath(jobs, alarm, job, taken, taken.runId) : taken;
      const run = { id: newId(), startedAt: clock(), wasAsked: taken.askedAt !== null };
      await jobs.begin(job.name, holder, run);
      return new HeldJob(holding, holder, job, known);
    });
  }

  /** Its outcome; null when the job was another process's before it was recorded. */
  async run(act: ActContext): Promise<string | null> {
    const lost = new AbortController();
    const began = performance.now();
    const renewing = this.#renew(lost);
    const outcome = await this.#outcomeOf(act, lost).finally(() => clearInterval(renewing));
    if (lost.signal.aborted) return this.#passedOn();
    const isKept = await this.#record(act, outcome, Math.round(performance.now() - began));
    return isKept ? outcome : this.#passedOn();
  }

  async #outcomeOf(act: ActContext, lost: AbortController): Promise<string> {
    const { logger } = this.holding;
    try {
      return await this.job.run(act, this.#underWay(lost));
    } catch (error) {
      const { name } = this.job;
      if (!lost.signal.aborted)
        logger.error({ err: error, job: name, correlationId: act.correlationId }, 'fault');
      return 'fault';
    }
  }

  #underWay(lost: AbortController): RunUnderWay {
    return {
      cursor: this.known.cursor,
      signal: lost.signal,
      leaving: this.holding.leaving,
      standsAt: async (standing: Standing) => {
        const { leaseMs } = this.holding;
        const isOurs =
          !lost.signal.aborted &&
          (await this.#jobs((jobs) => jobs.stand(this.job.name, this.holder, leaseMs, standing)));
        if (isOurs) return;
        const fault = new LeaseLost(this.job.name);
        lost.abort(fault);
        throw fault;
      },
    };
  }

  /** A lease that could not be renewed in its time is given up: another process may have the job by then. */
  #renew(lost: AbortController): NodeJS.Timeout {
    const { leaseMs } = this.holding;
    let renewedAt = performance.now();
    const renew = async () => {
      const askedAt = performance.now();
      const isOurs = await this.#jobs((jobs) => jobs.renew(this.job.name, this.holder, leaseMs)).catch(
        () => null,
      );
      if (isOurs) renewedAt = askedAt;
      if (isOurs === false || performance.now() - renewedAt > leaseMs)
        lost.abort(new LeaseLost(this.job.name));
    };
    return setInterval(() => void renew(), leaseMs / 3);
  }

  async #record(act: ActContext, outcome: string, durationMs: number): Promise<boolean> {
    const { database, clock } = this.holding;
    const { job, known } = this;
    const endedAt = clock();
    const isDone = jobResultOf(outcome) === 'done';
    const failures = isDone ? 0 : known.failures + 1;
    const lastSuccessAt = isDone ? endedAt : known.lastSuccessAt;
    const last = { lastRunAt: endedAt, lastOutcome: outcome, lastSuccessAt, failures };
    const nextAt = job.nextAt(last, endedAt);
    return inOperator(database, { ...act, at: endedAt }, async (jobs, alarm) => {
      const ended = { endedAt, durationMs, outcome, lastSuccessAt, failures, nextAt };
      const isKept = await jobs.end(job.name, this.holder, ended);
      if (isKept) await alarm(jobAlert(job.name, known, outcome));
      return isKept;
    });
  }

  #passedOn(): null {
    this.holding.logger.warn({ job: this.job.name }, 'job taken by another process before it ended here');
    return null;
  }

  // A transaction of its own for each word with the table: none is open while a job waits for the network.
  #jobs<T>(work: (jobs: PgScheduledJobs) => Promise<T>): Promise<T> {
    return this.holding.database.shared((sql) => work(new PgScheduledJobs(sql)));
  }
}

async function afterDeath(
  jobs: PgScheduledJobs,
  alarm: Alarm,
  job: Job,
  taken: KnownJob,
  runId: string,
): Promise<KnownJob> {
  await jobs.giveUp(job.name, runId);
  await alarm(jobAlert(job.name, taken, 'interrupted'));
  return { ...taken, failures: taken.failures + 1 };
}

type Alarm = (event: ReturnType<typeof jobAlert>) => Promise<void>;

/** What concerns the whole installation is told in the operator's own tenant, with what it is told of; in none before there is one. */
async function inOperator<T>(
  database: Database,
  act: ActContext,
  work: (jobs: PgScheduledJobs, alarm: Alarm) => Promise<T>,
): Promise<T> {
  const jobsOf = (sql: SharedSql) => new PgScheduledJobs(sql);
  const tenantId = await new PgRouting(database).operatorTenant();
  if (!tenantId) return database.shared((sql) => work(jobsOf(sql), async () => undefined));
  return database.withTenant({ ...act, tenantId }, (sql) =>
    work(jobsOf(sql), async (event) => (event ? new PgCompliance(sql).raise([event]) : undefined)),
  );
}

function systemAct(job: Job, at: Date): ActContext {
  const actor = { kind: 'system', name: `jobs:${job.name}` } as const;
  return { actor, means: 'job', at, correlationId: newId(), remoteAddress: null };
}
