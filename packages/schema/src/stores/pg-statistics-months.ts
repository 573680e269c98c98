import type { Counted, MonthBounds, MonthFigures, StatisticsMonth } from '@cachet/mss-core';
import { PATIENT_DOMAIN } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

const MOST_COUNTED = 10;

/** What one tenant did, month after month, as counts. */
// EX_PSU_5010
export class PgStatisticsMonths {
  constructor(private readonly sql: TenantSql) {}

  /** Those that are kept. */
  async kept(months: readonly StatisticsMonth[]): Promise<ReadonlyMap<StatisticsMonth, MonthFigures>> {
    const rows = await this.sql.query<{ month: StatisticsMonth; figures: MonthFigures }>(
      'select month, figures from statistics_month where tenant_id = $1 and month = any($2)',
      [this.sql.context.tenantId, months],
    );
    return new Map(rows.map(({ month, figures }) => [month, figures]));
  }

  /** Keeps what a month that is over came to; of two who count it, one does. */
  async keep(month: StatisticsMonth, figures: MonthFigures): Promise<void> {
    await this.sql.query(
      'insert into statistics_month (tenant_id, month, figures) values ($1, $2, $3) on conflict do nothing',
      [this.sql.context.tenantId, month, JSON.stringify(figures)],
    );
  }

  /** Counts again what is there. */
  async count({ from, to }: MonthBounds): Promise<MonthFigures> {
    const month = [this.sql.context.tenantId, from, to];
    const [sent] = await this.sql.query<SentRow>(SENT, month);
    const [others] = await this.sql.query<OthersRow>(OTHERS, month);
    const documents = await this.sql.query<Counted>(DOCUMENTS, month);
    const programs = await this.sql.query<Counted>(PROGRAMS, month);
    if (!sent || !others) throw new Error('a count always answers');
    return { ...sent, ...others, documents, programs };
  }
}

type SentRow = Pick<
  MonthFigures,
  'delivered' | 'refused' | 'unanswered' | 'octets' | 'toPatients' | 'withQualifiedIns'
>;
type OthersRow = Pick<MonthFigures, 'received' | 'people' | 'bals' | 'usedBals'>;

// The letters of BAL that count, EX_PSU_5820: none of test.
const LETTERS = `from delivery d join bal b on b.tenant_id = d.tenant_id and b.id = d.bal_id
  where d.tenant_id = $1 and d.direction = 'outbound' and d.sender is not null and d.state in ('delivered', 'failed')
    and d.updated_at >= $2 and d.updated_at < $3 and not b.is_test`;

const SENT = `
  select count(*) filter (where d.state = 'delivered') as delivered,
         count(*) filter (where d.state = 'failed' and d.last_code is not null) as refused,
         count(*) filter (where d.state = 'failed' and d.last_code is null) as unanswered,
         coalesce(sum(d.size), 0)::bigint as octets,
         count(*) filter (where d.recipient like '%@${PATIENT_DOMAIN}') as "toPatients",
         count(*) filter (where d.mss_ins = 'O') as "withQualifiedIns"
    ${LETTERS}`;

const DOCUMENTS = `
  select code as value, count(*) as count
    from (select trim(unnest(regexp_split_to_array(d.mss_code_cda, '[,;]'))) as code ${LETTERS} and d.mss_code_cda is not null) c
   where code <> '' group by code order by count(*) desc, code limit ${MOST_COUNTED}`;

const PROGRAMS = `
  select d.mss_nil as value, count(*) as count ${LETTERS} and d.mss_nil is not null
   group by d.mss_nil order by count(*) desc, d.mss_nil limit ${MOST_COUNTED}`;

const OTHERS = `
  select (select count(*) from delivery d join bal b on b.tenant_id = d.tenant_id and b.id = d.bal_id
           where d.tenant_id = $1 and d.direction = 'inbound' and d.created_at >= $2 and d.created_at < $3 and not b.is_test) as received,
         (select count(distinct t.actor ->> 'idNat') from trace_event t
           where t.tenant_id = $1 and t.kind = 'session.opened' and t.outcome = 'ok' and t.at >= $2 and t.at < $3
             and t.actor ->> 'kind' = 'person') as people,
         (select count(*) from bal b
           where b.tenant_id = $1 and not b.is_test and b.created_at < $3 and b.state <> 'pending'
             and (b.closed_at is null or b.closed_at >= $3)
             and (b.state <> 'suspended' or b.state_at >= $3)) as bals,
         (select count(*) from bal b
           where b.tenant_id = $1 and not b.is_test and b.id in (
             select d.bal_id from delivery d
              where d.tenant_id = $1 and d.created_at >= $2 and d.created_at < $3)) as "usedBals"`;
