import type { TenantContext } from '@cachet/mss-core';
import type { Database, TenantSql } from '@cachet/schema';
import { subjectSealer } from '../keys/trace-subjects.js';
import type { MailSafe } from '../mail-safe.js';

/** Traces sealed in one transaction. */
const BATCH = 500;

/** Seals the subjects of traces written in clear before, at most so many. Answers how many. */
// EX_GDT_5050: what was traced before is protected like what is traced now.
export async function sealTraces(
  database: Pick<Database, 'withTenant'>,
  safe: MailSafe,
  context: TenantContext,
  most: number,
): Promise<number> {
  for (let sealed = 0; ; ) {
    const limit = Math.min(BATCH, most - sealed);
    const done = await database.withTenant(context, (sql) => sealSome(sql, safe, limit));
    sealed += done;
    if (done < limit || sealed === most) return sealed;
  }
}

async function sealSome(sql: TenantSql, safe: MailSafe, limit: number): Promise<number> {
  const seal = subjectSealer(await safe.keys.of(sql));
  const rows = await sql.query<{ id: string; subject: string | null }>(
    `select id, facts ->> 'subject' as subject from trace_event where facts ? 'subject' order by id limit $1 for update skip locked`,
    [limit],
  );
  await sql.query(
    `update trace_event t set facts = facts - 'subject', sealed_subject = n.sealed
       from unnest($1::uuid[], $2::bytea[]) as n(id, sealed) where t.id = n.id`,
    [rows.map(({ id }) => id), rows.map(({ id, subject }) => (subject === null ? NONE : seal(id, subject)))],
  );
  return rows.length;
}

/** A message that had no subject. */
const NONE = Buffer.alloc(0);
