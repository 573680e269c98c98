import type { ActContext } from '@cachet/mss-core';
import { type Clock, Counter, type Logger, newId, type Registry } from '@cachet/runtime';
import { type Database, PgScheduledJobs } from '@cachet/schema';
import type { Job, LastRun } from './job.js';

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
const LEASE_MS = 60_000;
const RENEW_MS = 20_000;

/**
 * Runs jobs when they are due, each at most once at a time over all processes: whoever takes a job holds a lease on it, which it
 * renews until the job has run, and the others pass by. The job of a process that died is taken again a minute later.
 */
export class Scheduler {
  readonly #holder = newId();
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
    const { clock, logger } = this.options;
    try {
      const last = await this.#jobs((jobs) => jobs.lastRun(job.name));
      if (!(await job.isDue(last, clock()))) return;
      const taken = await this.#jobs((jobs) => jobs.take(job.name, this.#holder, LEASE_MS));
      if (taken) await this.#hold(job, taken);
    } catch (error) {
      logger.warn({ err: error, job: job.name }, 'job could not be taken or recorded');
    }
  }

  async #hold(job: Job, last: LastRun): Promise<void> {
    const { clock, logger } = this.options;
    // Another process may have run it between our look and our taking it.
    if (!(await job.isDue(last, clock()))) {
      return this.#jobs((jobs) => jobs.release(job.name, this.#holder));
    }
    const outcome = await this.#whileRenewed(job, () => this.#run(job));
    await this.#jobs((jobs) => jobs.record(job.name, this.#holder, clock(), outcome));
    this.#runs.inc({ job: job.name, outcome });
    logger.info({ job: job.name, outcome }, 'job done');
  }

  // A transaction of its own for each word with the table: none is open while a job waits for the network.
  #jobs<T>(work: (jobs: PgScheduledJobs) => Promise<T>): Promise<T> {
    return this.options.database.shared((sql) => work(new PgScheduledJobs(sql)));
  }

  async #whileRenewed<T>(job: Job, work: () => Promise<T>): Promise<T> {
    const renew = () => this.#jobs((jobs) => jobs.renew(job.name, this.#holder, LEASE_MS));
    const timer = setInterval(() => void renew().catch(() => undefined), RENEW_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
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
