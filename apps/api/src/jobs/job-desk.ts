import {
  type ActContext,
  done,
  isJobName,
  mayRunJobs,
  maySeeJobs,
  type Outcome,
  refused,
  runJobNow,
} from '@cachet/mss-core';
import { ALL_JOBS, jobsOf, PgJournal, PgRouting, PgScheduledJobs } from '@cachet/schema';
import type { Container } from '../container.js';
import type { Caller } from '../context/caller.js';
import { connectionOf, momentOf, readPage } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import { viewerAtOperator } from '../session/viewer-at-operator.js';
import type { PageArguments } from '../types/page.js';
import type { ScheduledJobRunConnection, ScheduledJobType } from '../types/scheduled-job.js';
import { showJob, showRun } from './show-job.js';

/** The scheduled jobs as the operator's people see them, and what its administrator may ask of them. */
export class JobDesk {
  constructor(
    private readonly container: Container,
    private readonly caller: Caller,
    private readonly act: ActContext,
    private readonly structures: StructureReads,
  ) {}

  /** Those that some process schedules, and those that run; what fails, then what is late, first. @throws GraphQLError forbidden, scopeMissing. */
  async all(): Promise<readonly ScheduledJobType[]> {
    spoken(maySeeJobs(await this.#viewer()));
    const known = jobsOf(await this.container.database.alone(ALL_JOBS));
    return known
      .map((job) => showJob(job, this.act.at))
      .filter((job) => job !== null)
      .sort((a, b) => urgencyOf(b) - urgencyOf(a));
  }

  /** @throws GraphQLError forbidden, scopeMissing, notFound, inputInvalid. */
  async runs(name: string, page: PageArguments): Promise<ScheduledJobRunConnection> {
    spoken(maySeeJobs(await this.#viewer()));
    const request = spoken(readPage(page));
    if (!isJobName(name)) return spoken(refused('notFound'));
    const found = await this.container.database.shared((sql) => new PgScheduledJobs(sql).runs(name, request));
    return connectionOf(found, showRun, ({ startedAt, id }) => momentOf(startedAt, id));
  }

  /** Refuses forbidden, notFound. */
  async runNow(name: string): Promise<Outcome<ScheduledJobType>> {
    const viewer = await this.#viewer();
    const { database } = this.container;
    const tenantId = await new PgRouting(database).operatorTenant();
    const allowed = mayRunJobs(viewer);
    if (!allowed.ok || !tenantId) return allowed.ok ? refused('forbidden') : allowed;
    const context = { ...this.act, tenantId };
    return database.withTenant(context, async (sql) => {
      const jobs = new PgScheduledJobs(sql);
      const desk = { ask: jobs.ask.bind(jobs), journal: new PgJournal(sql) };
      const asked = await runJobNow(context, desk, viewer, name);
      if (!asked.ok) return asked;
      const job = await jobs.byName(asked.value);
      const seen = job && showJob(job, this.act.at);
      return seen ? done(seen) : refused('notFound');
    });
  }

  #viewer() {
    return viewerAtOperator(this.container.database, this.caller, this.structures);
  }
}

function urgencyOf({ failures, late, runningSince }: ScheduledJobType): number {
  if (failures > 0) return 3;
  if (late) return 2;
  return runningSince ? 1 : 0;
}
