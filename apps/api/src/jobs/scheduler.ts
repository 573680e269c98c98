import type { ActContext } from '@cachet/mss-core';
import { type Clock, Counter, type Logger, newId, type Registry } from '@cachet/runtime';
import { type Database, PgScheduledJobs, type SharedSql } from '@cachet/schema';
import type { Job } from './job.js';

export interface SchedulerOptions {
  readonly database: Database;
  readonly jobs: readonly Job[];
  /** Business time: moving it makes jobs due. */
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly tickMs?: number;
}

const TICK_MS = 1_000;
const AWAKE_MS = 20_000;

/**
 * Runs jobs when they are due, each at most once at a time over all processes: whoever takes a job holds its row until it has
 * run, and the others pass by. A process that dies gives its job back with its connection.
 */
export class Scheduler {
  readonly #runs: Counter<'job' | 'outcome'>;
  readonly #running = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: SchedulerOptions) {
    this.#runs = new Counter({
      name: 'cachet_job_runs_total',
      help: 'Runs of scheduled jobs by outcome',
      labelNames: ['job', 'outcome'],
      registers: [options.metrics],
    });
  }

  start(): void {
    this.tick();
    this.#timer = setInterval(() => this.tick(), this.options.tickMs ?? TICK_MS);
  }

  /** Begins no more jobs and waits for those that run. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await Promise.all(this.#running.values());
  }

  /** Offers every job that this process is not running already. */
  tick(): void {
    for (const job of this.options.jobs) {
      if (this.#running.has(job.name)) continue;
      this.#running.set(
        job.name,
        this.#offer(job).finally(() => this.#running.delete(job.name)),
      );
    }
  }

  async #offer(job: Job): Promise<void> {
    const { database, clock, logger } = this.options;
    try {
      await database.shared(async (sql) => {
        const jobs = new PgScheduledJobs(sql);
        const last = await jobs.take(job.name);
        if (!last || !(await job.isDue(last, clock()))) return;
        const outcome = await whileAwake(sql, () => this.#run(job));
        await jobs.record(job.name, clock(), outcome);
        this.#runs.inc({ job: job.name, outcome });
        logger.info({ job: job.name, outcome }, 'job done');
      });
    } catch (error) {
      logger.warn({ err: error, job: job.name }, 'job could not be taken or recorded');
    }
  }

  async #run(job: Job): Promise<string> {
    const act = this.#act(job);
    try {
      return await job.run(act);
    } catch (error) {
      this.options.logger.error({ err: error, job: job.name, correlationId: act.correlationId }, 'fault');
      return 'fault';
    }
  }

  #act(job: Job): ActContext {
    return {
      actor: { kind: 'system', name: `jobs:${job.name}` },
      means: 'job',
      at: this.options.clock(),
      correlationId: newId(),
      remoteAddress: null,
    };
  }
}

// The row is held by an open transaction, and PostgreSQL cuts those that say nothing for a minute.
async function whileAwake<T>(sql: SharedSql, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void sql.query('select 1').catch(() => undefined), AWAKE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
