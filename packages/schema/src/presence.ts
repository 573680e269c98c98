import type { Pool } from 'pg';

/** Application name of the one listening connection that each process keeps, before the process's own name. */
export const LISTENER_PREFIX = 'cachet:';

/** Processes are present as long as PostgreSQL holds their listening connection. */
export async function presentApplications(pool: Pool): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ app: string }>(
    `select distinct substr(application_name, length($1) + 1) as app
       from pg_stat_activity
      where datname = current_database() and starts_with(application_name, $1)`,
    [LISTENER_PREFIX],
  );
  return new Set(rows.map((row) => row.app));
}
