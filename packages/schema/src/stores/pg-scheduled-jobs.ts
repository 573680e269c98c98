import type { SharedSql } from '../sql.js';

export interface JobRun {
  readonly name: string;
  readonly lastRunAt: Date | null;
  readonly lastOutcome: string | null;
}

/** When the jobs of the installation last ran. */
export class PgScheduledJobs {
  constructor(private readonly sql: SharedSql) {}

  /**
   * Takes a job for the rest of the transaction; null while another process has it. What is answered is its last run:
   * the holder decides whether it is due.
   */
  async take(name: string): Promise<JobRun | null> {
    await this.sql.query('insert into scheduled_job (name) values ($1) on conflict do nothing', [name]);
    const [row] = await this.sql.query<{ last_run_at: Date | null; last_outcome: string | null }>(
      'select last_run_at, last_outcome from scheduled_job where name = $1 for update skip locked',
      [name],
    );
    return row ? { name, lastRunAt: row.last_run_at, lastOutcome: row.last_outcome } : null;
  }

  /** `outcome` is 'ok' or the code of what went wrong. */
  async record(name: string, at: Date, outcome: string): Promise<void> {
    await this.sql.query(
      `insert into scheduled_job (name, last_run_at, last_outcome) values ($1, $2, $3)
       on conflict (name) do update set last_run_at = excluded.last_run_at, last_outcome = excluded.last_outcome`,
      [name, at, outcome],
    );
  }

  async list(): Promise<readonly JobRun[]> {
    const rows = await this.sql.query<{
      name: string;
      last_run_at: Date | null;
      last_outcome: string | null;
    }>('select name, last_run_at, last_outcome from scheduled_job order by name');
    return rows.map((row) => ({ name: row.name, lastRunAt: row.last_run_at, lastOutcome: row.last_outcome }));
  }
}
