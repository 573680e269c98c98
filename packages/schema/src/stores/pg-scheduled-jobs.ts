import type { LastRun } from '@cachet/mss-core';
import { bindTo, newestFirst, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy, pageMap } from '../page.js';
import type { SharedSql } from '../sql.js';
import type { Statement } from '../together.js';

/** A job as all processes know it. Times are of the business clock. */
export interface KnownJob extends LastRun {
  readonly name: string;
  readonly lastStartedAt: Date | null;
  readonly lastDurationMs: number | null;
  /** Null for one that no process schedules. */
  readonly nextAt: Date | null;
  readonly askedAt: Date | null;
  readonly runningSince: Date | null;
  /** The run that is under way, or that a dead process left. */
  readonly runId: string | null;
  readonly progress: JobProgress | null;
  readonly cursor: string | null;
  /** Some process holds it, by the database's clock. */
  readonly isTaken: boolean;
}

export interface JobProgress {
  readonly done: number;
  readonly total: number | null;
}

/** How a run that a process held came to its end. */
export interface EndedRun {
  readonly endedAt: Date;
  readonly durationMs: number;
  readonly outcome: string;
  readonly lastSuccessAt: Date | null;
  readonly failures: number;
  readonly nextAt: Date | null;
}

/** One run of the history. */
export interface RecordedRun {
  readonly id: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly durationMs: number | null;
  /** Null while it runs. */
  readonly outcome: string | null;
  readonly wasAsked: boolean;
  readonly progress: JobProgress | null;
}

interface JobRow {
  readonly name: string;
  readonly last_run_at: Date | null;
  readonly last_outcome: string | null;
  readonly last_started_at: Date | null;
  readonly last_duration_ms: number | null;
  readonly last_success_at: Date | null;
  readonly failures: number;
  readonly next_at: Date | null;
  readonly asked_at: Date | null;
  readonly run_id: string | null;
  readonly running_since: Date | null;
  readonly done: number | null;
  readonly total: number | null;
  readonly cursor: string | null;
  readonly is_taken: boolean;
}

interface RunRow {
  readonly id: string;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly duration_ms: number | null;
  readonly outcome: string | null;
  readonly was_asked: boolean;
  readonly done: number | null;
  readonly total: number | null;
}

const COLUMNS = `name, last_run_at, last_outcome, last_started_at, last_duration_ms, last_success_at, failures, next_at, asked_at,
  run_id, running_since, done, total, cursor, coalesce(taken_until > clock_timestamp(), false) as is_taken`;
const LEASE_END = "clock_timestamp() + $3::int * interval '1 millisecond'";
const RECENT_FIRST = newestFirst('started_at', 'id');

/** One question for all jobs, which many ask at once: `Database.alone` answers it. */
export const ALL_JOBS: Statement = { text: `select ${COLUMNS} from scheduled_job order by name`, values: [] };

export function jobsOf(rows: readonly unknown[]): readonly KnownJob[] {
  return (rows as readonly JobRow[]).map(jobOf);
}

/** How the jobs of the installation go, and who runs them now. Leases go by the database's clock. */
export class PgScheduledJobs {
  constructor(private readonly sql: SharedSql) {}

  async all(): Promise<readonly KnownJob[]> {
    return jobsOf(await this.sql.query(ALL_JOBS.text));
  }

  async byName(name: string): Promise<KnownJob | null> {
    const [row] = await this.sql.query<JobRow>(`select ${COLUMNS} from scheduled_job where name = $1`, [
      name,
    ]);
    return row ? jobOf(row) : null;
  }

  /** These jobs are scheduled from now on, and no others: when each is next due. */
  async enlist(jobs: readonly { readonly name: string; readonly nextAt: Date | null }[]): Promise<void> {
    const names = jobs.map(({ name }) => name);
    await this.sql.query(
      `insert into scheduled_job (name, next_at) select * from unnest($1::text[], $2::timestamptz[])
       on conflict (name) do update set next_at = excluded.next_at`,
      [names, jobs.map(({ nextAt }) => nextAt)],
    );
    await this.sql.query('update scheduled_job set next_at = null, asked_at = null where name <> all($1)', [
      names,
    ]);
  }

  /** Takes a job for that long; answers how it went until now, or null while another holder has it. */
  async take(name: string, holder: string, leaseMs: number): Promise<KnownJob | null> {
    await this.sql.query('insert into scheduled_job (name) values ($1) on conflict do nothing', [name]);
    const [row] = await this.sql.query<JobRow>(
      `update scheduled_job set taken_by = $2, taken_until = ${LEASE_END}
        where name = $1 and (taken_until is null or taken_until <= clock_timestamp())
        returning ${COLUMNS}`,
      [name, holder, leaseMs],
    );
    return row ? jobOf(row) : null;
  }

  /** The run that a dead process left is told as such, and counts as a failure; where it stood is kept for the next. */
  async giveUp(name: string, runId: string): Promise<void> {
    await this.sql.query("update job_run set outcome = 'interrupted' where id = $1", [runId]);
    await this.sql.query(
      'update scheduled_job set failures = failures + 1, run_id = null, running_since = null where name = $1',
      [name],
    );
  }

  /** The holder begins a run. */
  async begin(
    name: string,
    holder: string,
    run: { readonly id: string; readonly startedAt: Date; readonly wasAsked: boolean },
  ): Promise<void> {
    await this.sql.query(
      `update scheduled_job set run_id = $3, running_since = $4, asked_at = null, done = null, total = null
        where name = $1 and taken_by = $2`,
      [name, holder, run.id, run.startedAt],
    );
    await this.sql.query('insert into job_run (id, name, started_at, was_asked) values ($1, $2, $3, $4)', [
      run.id,
      name,
      run.startedAt,
      run.wasAsked,
    ]);
  }

  /** Lengthens a holder's lease; false when it has been lost. */
  async renew(name: string, holder: string, leaseMs: number): Promise<boolean> {
    const rows = await this.sql.query(
      `update scheduled_job set taken_until = ${LEASE_END} where name = $1 and taken_by = $2 returning name`,
      [name, holder, leaseMs],
    );
    return rows.length > 0;
  }

  /** Keeps where a run stands, and lengthens its lease; false when it has been lost, and nothing is kept. */
  async stand(
    name: string,
    holder: string,
    leaseMs: number,
    { done, total, cursor }: JobProgress & { readonly cursor: string | null },
  ): Promise<boolean> {
    const rows = await this.sql.query(
      `update scheduled_job set taken_until = ${LEASE_END}, done = $4, total = $5, cursor = $6
        where name = $1 and taken_by = $2 returning name`,
      [name, holder, leaseMs, done, total, cursor],
    );
    return rows.length > 0;
  }

  /** Gives a job back with how its run went. False, and nothing is kept, when another holder has it by now. */
  async end(name: string, holder: string, ended: EndedRun): Promise<boolean> {
    const { endedAt, durationMs, outcome, lastSuccessAt, failures, nextAt } = ended;
    const [row] = await this.sql.query<{ id: string }>(
      `with former as (select run_id, done, total from scheduled_job where name = $1 and taken_by = $2 for update),
            told as (update job_run r set ended_at = $3, duration_ms = $4, outcome = $5, done = f.done, total = f.total
                       from former f where r.id = f.run_id)
       update scheduled_job j set last_started_at = running_since, last_run_at = $3, last_duration_ms = $4, last_outcome = $5,
              last_success_at = $6, failures = $7, next_at = $8, taken_by = null, taken_until = null,
              run_id = null, running_since = null, done = null, total = null, cursor = null
         from former where j.name = $1 and j.taken_by = $2 returning j.name as id`,
      [name, holder, endedAt, durationMs, outcome, lastSuccessAt, failures, nextAt],
    );
    return row !== undefined;
  }

  /** It is looked at again then: there was nothing to do. */
  async putOff(name: string, nextAt: Date): Promise<void> {
    await this.sql.query('update scheduled_job set next_at = $2 where name = $1 and next_at is not null', [
      name,
      nextAt,
    ]);
  }

  /** Gives a job back that was not run after all. */
  async release(name: string, holder: string): Promise<void> {
    await this.sql.query(
      'update scheduled_job set taken_by = null, taken_until = null where name = $1 and taken_by = $2',
      [name, holder],
    );
  }

  /** Makes a job due. `already`: it runs, or was asked before; `unknown`: nobody schedules it. */
  async ask(name: string, at: Date): Promise<'asked' | 'already' | 'unknown'> {
    const [asked] = await this.sql.query(
      `update scheduled_job set asked_at = $2
        where name = $1 and next_at is not null and asked_at is null
          and (taken_until is null or taken_until <= clock_timestamp()) returning name`,
      [name, at],
    );
    if (asked) return 'asked';
    return (await this.byName(name))?.nextAt ? 'already' : 'unknown';
  }

  /** The runs of one job, the last first. */
  async runs(name: string, request: PageRequest): Promise<Page<RecordedRun>> {
    const page = await pageBy(request, (walk) => {
      const values: unknown[] = [name];
      return this.sql.query<RunRow>(
        `select id, started_at, ended_at, duration_ms, outcome, was_asked, done, total from job_run
          where name = $1 ${walkSql(RECENT_FIRST, walk, bindTo(values))}`,
        values,
      );
    });
    return pageMap(page, runOf);
  }

  /** Forgets all but the last so many runs of each job. Ids go by the wall clock: one set back loses none of the last. */
  async forgetRuns(kept: number): Promise<void> {
    await this.sql.query(
      `delete from job_run where id in
         (select id from (select id, row_number() over (partition by name order by id desc) as place from job_run) as placed
           where place > $1)`,
      [kept],
    );
  }
}

function jobOf(row: JobRow): KnownJob {
  return {
    name: row.name,
    lastRunAt: row.last_run_at,
    lastOutcome: row.last_outcome,
    lastStartedAt: row.last_started_at,
    lastDurationMs: row.last_duration_ms,
    lastSuccessAt: row.last_success_at,
    failures: row.failures,
    nextAt: row.next_at,
    askedAt: row.asked_at,
    runId: row.run_id,
    runningSince: row.running_since,
    progress: progressOf(row),
    cursor: row.cursor,
    isTaken: row.is_taken,
  };
}

function runOf(row: RunRow): RecordedRun {
  return {
    id: row.id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    durationMs: row.duration_ms,
    outcome: row.outcome,
    wasAsked: row.was_asked,
    progress: progressOf(row),
  };
}

function progressOf({ done, total }: Pick<RunRow, 'done' | 'total'>): JobProgress | null {
  return done === null ? null : { done, total };
}
