import { type ActContext, isJobDue, NEVER_RUN } from '@cachet/mss-core';
import { type Clock, type Logger, newId, type Registry } from '@cachet/runtime';
import { ALL_JOBS, type Database, jobsOf, type KnownJob, PgScheduledJobs } from '@cachet/schema';
import { HeldJob } from './held-job.js';
import type { Job } from './job.js';
import { JobMetrics } from './job-metrics.js';

export interface SchedulerOptions {
  readonly database: Database;
  readonly jobs: readonly Job[];
  /** Business time: moving it makes jobs due. */
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly tickMs?: number;
  /** How often a job that is due is asked whether there is anything to do. */
  readonly restMs?: number;
  /** How long a job that is no longer renewed stays its holder's. */
  readonly leaseMs?: number;
}

const TICK_MS = 1_000;
const REST_MS = 5_000;
const LEASE_MS = 60_000;
const TOLD_EVERY_MS = 30_000;

/**
 * Runs jobs when they are due, each at most once at a time over all processes: whoever takes a job holds a lease on it, which it
 * renews until the job has run, and the others pass by. The job of a process that died is taken again a minute later. A look at all the jobs
 * is one question.
 */
export class Scheduler {
  readonly #holder = newId();
  readonly #metrics: JobMetrics;
  readonly #running = new Map<string, Promise<void>>();
  /** Until when a job that had nothing to do is left alone, by the time of this process. */
  readonly #resting = new Map<string, number>();
  readonly #leaving = new AbortController();
  #looking: Promise<void> | null = null;
  #isEnlisted = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: SchedulerOptions) {
    this.#metrics = new JobMetrics(options.metrics, options.clock);
  }

  start(): void {
    this.tick();
    this.#timer = setInterval(() => this.tick(), this.options.tickMs ?? TICK_MS);
  }

  /** Begins no more jobs and waits for those that run. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#leaving.abort();
    await this.#looking;
    await Promise.all(this.#running.values());
  }

  /** Looks at all the jobs and begins those that are due, unless it is still looking. */
  tick(): void {
    this.#looking ??= this.#look()
      .catch((error: unknown) => this.options.logger.warn({ err: error }, 'jobs could not be looked at'))
      .finally(() => {
        this.#looking = null;
      });
  }

  async #look(): Promise<void> {
    if (!this.#isEnlisted) await this.#enlist();
    const known = await this.#known();
    this.#metrics.see(known);
    for (const job of this.options.jobs) {
      if (this.#running.has(job.name) || !this.#isOurs(job, known.get(job.name))) continue;
      this.#running.set(
        job.name,
        this.#offer(job, known.get(job.name)).finally(() => this.#running.delete(job.name)),
      );
    }
  }

  #isOurs(job: Job, known: KnownJob | undefined): boolean {
    if (known?.isTaken) return false;
    if (!isOffered(job, known, this.options.clock())) return false;
    return performance.now() >= (this.#resting.get(job.name) ?? 0);
  }

  /** A new version, or another configuration, may change when jobs are due: that is shown from now on. */
  async #enlist(): Promise<void> {
    const { database, jobs, clock } = this.options;
    const known = await this.#known();
    const now = clock();
    const due = jobs.map(({ name, nextAt }) => ({ name, nextAt: nextAt(known.get(name) ?? NEVER_RUN, now) }));
    await database.shared((sql) => new PgScheduledJobs(sql).enlist(due));
    this.#isEnlisted = true;
  }

  async #known(): Promise<ReadonlyMap<string, KnownJob>> {
    const jobs = jobsOf(await this.options.database.alone(ALL_JOBS));
    return new Map(jobs.map((job) => [job.name, job]));
  }

  async #offer(job: Job, known: KnownJob | undefined): Promise<void> {
    const { logger } = this.options;
    try {
      if (job.hasWork && !(await job.hasWork())) return await this.#rest(job, known);
      const held = await HeldJob.take(
        { ...this.options, leaseMs: this.options.leaseMs ?? LEASE_MS, leaving: this.#leaving.signal },
        this.#holder,
        job,
      );
      const outcome = await held?.run(this.#act(job));
      if (!outcome) return;
      this.#metrics.count(job.name, outcome);
      logger.info({ job: job.name, outcome }, 'job done');
    } catch (error) {
      logger.warn({ err: error, job: job.name }, 'job could not be taken or recorded');
    }
  }

  /** Left alone for a while; once in some while it is told that somebody looked, as what is due and not run is late. */
  async #rest(job: Job, known: KnownJob | undefined): Promise<void> {
    const { database, clock, restMs = REST_MS } = this.options;
    this.#resting.set(job.name, performance.now() + restMs);
    const now = clock().getTime();
    if (now - (known?.nextAt?.getTime() ?? 0) < TOLD_EVERY_MS) return;
    await database.shared((sql) => new PgScheduledJobs(sql).putOff(job.name, new Date(now + restMs)));
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

/** Whether somebody asked for it, or its time has come. */
export function isOffered(job: Job, known: KnownJob | undefined, now: Date): boolean {
  return (known?.askedAt ?? null) !== null || isJobDue(job.nextAt, known ?? NEVER_RUN, now);
}
