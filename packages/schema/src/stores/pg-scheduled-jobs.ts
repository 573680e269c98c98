import type { SharedSql } from '../sql.js';

export interface JobRun {
  readonly name: string;
  readonly lastRunAt: Date | null;
  readonly lastOutcome: string | null;
}

interface JobRow {
  readonly name: string;
  readonly last_run_at: Date | null;
  readonly last_outcome: string | null;
}

/** When the jobs of the installation last ran, and who runs them now. Leases go by the database's clock. */
export class PgScheduledJobs {
  constructor(private readonly sql: SharedSql) {}

  /** The last run of a job, whoever runs it now. */
  async lastRun(name: string): Promise<JobRun> {
    const [row] = await this.sql.query<JobRow>(
      'select name, last_run_at, last_outcome from scheduled_job where name = $1',
      [name],
    );
    return row ? runOf(row) : { name, lastRunAt: null, lastOutcome: null };
  }

  /** Takes a job for that long; answers its last run, or null while another holder has it. */
  async take(name: string, holder: string, leaseMs: number): Promise<JobRun | null> {
    await this.sql.query('insert into scheduled_job (name) values ($1) on conflict do nothing', [name]);
    const [row] = await this.sql.query<JobRow>(
      `update scheduled_job set taken_by = $2, taken_until = ${LEASE_END}
        where name = $1 and (taken_until is null or taken_until <= clock_timestamp())
        returning name, last_run_at, last_outcome`,
      [name, holder, leaseMs],
    );
    return row ? runOf(row) : null;
  }

  /** Lengthens a holder's lease; false when it has been lost. */
  async renew(name: string, holder: string, leaseMs: number): Promise<boolean> {
    const rows = await this.sql.query(
      `update scheduled_job set taken_until = ${LEASE_END} where name = $1 and taken_by = $2 returning name`,
      [name, holder, leaseMs],
    );
    return rows.length > 0;
  }

  /** Gives a job back with how it went: 'ok' or the code of what went wrong. Nothing when another holder has it by now. */
  async record(name: string, holder: string, at: Date, outcome: string): Promise<void> {
    await this.sql.query(
      `update scheduled_job set last_run_at = $3, last_outcome = $4, taken_by = null, taken_until = null
        where name = $1 and taken_by = $2`,
      [name, holder, at, outcome],
    );
  }

  /** Gives a job back that was not run after all. */
  async release(name: string, holder: string): Promise<void> {
    await this.sql.query(
      'update scheduled_job set taken_by = null, taken_until = null where name = $1 and taken_by = $2',
      [name, holder],
    );
  }

  async list(): Promise<readonly JobRun[]> {
    const rows = await this.sql.query<JobRow>(
      'select name, last_run_at, last_outcome from scheduled_job order by name',
    );
    return rows.map(runOf);
  }
}

const LEASE_END = "clock_timestamp() + $3::int * interval '1 millisecond'";

function runOf(row: JobRow): JobRun {
  return { name: row.name, lastRunAt: row.last_run_at, lastOutcome: row.last_outcome };
}
