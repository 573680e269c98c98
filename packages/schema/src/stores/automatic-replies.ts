import { AUTOMATIC_REPLY_NAME, type AutomaticReplyDesk } from '@cachet/mss-core';
import type { Database } from '../database.js';
import type { TenantSql } from '../sql.js';
import { PgBalEstate } from './pg-bal-estate.js';
import { PgJournal } from './pg-journal.js';
import { PgReplies } from './pg-replies.js';

/** Domains of the installation that have no BAL answering by itself (EX_GBM_4020). */
export async function domainsWithoutReply(database: Pick<Database, 'shared'>): Promise<readonly string[]> {
  const rows = await database.shared((sql) =>
    sql.query<{ domain: string }>(
      `select distinct d.domain from route_domain d
        where not exists (select from route_address r where r.address = $1 || '@' || d.domain)
        order by d.domain`,
      [AUTOMATIC_REPLY_NAME],
    ),
  );
  return rows.map(({ domain }) => domain);
}

/** The BAL of the visit's tenant that always answer. */
export async function automaticReplies(sql: TenantSql): Promise<readonly string[]> {
  const rows = await sql.query<{ bal_id: string }>(
    "select bal_id from bal_reply where tenant_id = $1 and kind = 'automatic' order by bal_id",
    [sql.context.tenantId],
  );
  return rows.map((row) => row.bal_id);
}

export function automaticReplyDesk(sql: TenantSql): AutomaticReplyDesk {
  const replies = new PgReplies(sql);
  return {
    estate: new PgBalEstate(sql),
    journal: new PgJournal(sql),
    answerAlways: (balId, text) => replies.answerAlways(balId, text),
  };
}
