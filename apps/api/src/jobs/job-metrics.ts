import { type Clock, Counter, Gauge, type Registry } from '@cachet/runtime';
import type { KnownJob } from '@cachet/schema';

/** What is measured of scheduled jobs: how runs end here, and how each job goes over all processes. */
export class JobMetrics {
  readonly #runs: Counter<'job' | 'outcome'>;
  #known: ReadonlyMap<string, KnownJob> = new Map();

  constructor(registry: Registry, clock: Clock) {
    const registers = [registry];
    this.#runs = new Counter({
      name: 'cachet_job_runs_total',
      help: 'Runs of scheduled jobs by outcome',
      labelNames: ['job', 'outcome'],
      registers,
    });
    const known = () => this.#known.values();
    const gauge = (name: string, help: string, measureOf: (job: KnownJob) => number | null) =>
      new Gauge({
        ...{ name, help, labelNames: ['job'] as const, registers },
        collect() {
          for (const job of known()) {
            const value = measureOf(job);
            if (value !== null) this.set({ job: job.name }, value);
          }
        },
      });
    const secondsSince = (at: Date | null) => at && (clock().getTime() - at.getTime()) / 1000;
    gauge(
      'cachet_job_last_success_age_seconds',
      'Time since a scheduled job was last done, by the business clock',
      ({ lastSuccessAt }) => secondsSince(lastSuccessAt),
    );
    gauge(
      'cachet_job_failures',
      'Runs of a scheduled job that were not done since the last one that was',
      ({ failures }) => failures,
    );
    gauge(
      'cachet_job_last_duration_seconds',
      'How long the last run of a scheduled job took',
      ({ lastDurationMs }) => (lastDurationMs === null ? null : lastDurationMs / 1000),
    );
    gauge(
      'cachet_job_lateness_seconds',
      'How long a scheduled job has been due, by the business clock',
      (job) => (job.nextAt ? Math.max(secondsSince(job.nextAt) ?? 0, 0) : null),
    );
  }

  count(job: string, outcome: string): void {
    this.#runs.inc({ job, outcome });
  }

  /** How the jobs go at this moment. */
  see(known: ReadonlyMap<string, KnownJob>): void {
    this.#known = known;
  }
}
