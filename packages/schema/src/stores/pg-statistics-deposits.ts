import type {
  DepositChange,
  DepositDesk,
  DepositState,
  StatisticsDeposit,
  StatisticsMonth,
  TenantId,
} from '@cachet/mss-core';
import { bindTo, type ListOrder, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy } from '../page.js';
import { newRowId } from '../row-id.js';
import type { SharedSql, TenantSql } from '../sql.js';
import { PgJournal } from './pg-journal.js';
import { PgRoles } from './pg-roles.js';

const COLUMNS = `s.id, s.month, s.domain, s.state, s.attempt, s.version, s.next_at as "nextAt", s.archive_id as "archiveId", s.exchanges,
  s.bals, s.size, s.sha256, s.segments, s.segments_sent as "segmentsSent", s.segments_since as "segmentsSince",
  s.deposited_at as "depositedAt", s.sipil_id as "sipilId", s.failures, s.fault, s.report, s.reported_at as "reportedAt",
  s.is_late_told as "isLateTold"`;

/** A column for each thing that changes. */
const SET: Readonly<Record<keyof DepositChange, string>> = {
  state: 'state',
  attempt: 'attempt',
  nextAt: 'next_at',
  archiveId: 'archive_id',
  exchanges: 'exchanges',
  bals: 'bals',
  size: 'size',
  sha256: 'sha256',
  segments: 'segments',
  segmentsSent: 'segments_sent',
  segmentsSince: 'segments_since',
  depositedAt: 'deposited_at',
  sipilId: 'sipil_id',
  failures: 'failures',
  fault: 'fault',
  report: 'report',
  reportedAt: 'reported_at',
};

const IS_LATE_UNTOLD = "state not in ('deposited', 'accepted') and not is_late_told";

/** The deposits of every domain and month, for the jobs. */
export class PgStatisticsDeposits {
  constructor(private readonly sql: SharedSql) {}

  /** Every domain of ours and the tenants that have addresses on it. */
  async domains(): Promise<ReadonlyMap<string, readonly TenantId[]>> {
    const rows = await this.sql.query<{ domain: string; tenants: TenantId[] }>(
      'select domain, array_agg(tenant_id::text order by tenant_id) as tenants from route_domain group by domain order by domain',
    );
    return new Map(rows.map(({ domain, tenants }) => [domain, tenants]));
  }

  /** The first month that was ever to be deposited. */
  async firstMonth(): Promise<StatisticsMonth | null> {
    const [row] = await this.sql.query<{ month: StatisticsMonth | null }>(
      'select min(month) as month from statistics_deposit',
    );
    return row?.month ?? null;
  }

  /** Those domains whose deposit of that month nobody planned yet. */
  async unplanned(month: StatisticsMonth, domains: readonly string[]): Promise<readonly string[]> {
    const rows = await this.sql.query<{ domain: string }>(
      `select d.domain from unnest($2::text[]) as d (domain)
        where not exists (select from statistics_deposit s where s.month = $1 and s.domain = d.domain)`,
      [month, domains],
    );
    return rows.map(({ domain }) => domain);
  }

  /** Plans what is not planned yet; of two who plan the same, one does. */
  async plan(month: StatisticsMonth, domains: readonly string[], at: Date): Promise<void> {
    for (const domain of domains) {
      await this.sql.query(
        `insert into statistics_deposit (id, month, domain, state, next_at) values ($1, $2, $3, 'due', $4)
         on conflict (month, domain) do nothing`,
        [newRowId(), month, domain, at],
      );
    }
  }

  /** Those whose next step is due, the longest waiting first. */
  due(states: readonly DepositState[], at: Date): Promise<readonly StatisticsDeposit[]> {
    return this.sql.query<StatisticsDeposit>(
      `select ${COLUMNS} from statistics_deposit s where s.state = any($1) and s.next_at <= $2 order by s.next_at, s.id`,
      [states, at],
    );
  }

  /** Those that are not at the ANS and that nobody was told are late. */
  notDeposited(): Promise<readonly StatisticsDeposit[]> {
    return this.sql.query<StatisticsDeposit>(
      `select ${COLUMNS} from statistics_deposit s where ${IS_LATE_UNTOLD} order by s.month, s.domain`,
    );
  }

  /** Writes that somebody is told that it is late; false when they were, or it is no longer. No version: whoever takes a step of it goes on. */
  async tellLate(id: string): Promise<boolean> {
    const rows = await this.sql.query(
      `update statistics_deposit set is_late_told = true where id = $1 and ${IS_LATE_UNTOLD} returning id`,
      [id],
    );
    return rows.length > 0;
  }

  change(deposit: Pick<StatisticsDeposit, 'id' | 'version'>, change: DepositChange): Promise<boolean> {
    return changeDeposit(this.sql, deposit, change);
  }
}

export interface DepositPlace {
  readonly month: string;
  readonly domain: string;
}

const NEWEST_MONTH_FIRST: ListOrder<DepositPlace> = {
  columns: ['s.month', 's.domain'],
  isDescending: true,
  placed: (place, bind) => `(${bind(place.month)}::text, ${bind(place.domain)}::text)`,
};

/** The deposits of one structure's domains. */
export class PgOwnDeposits implements DepositDesk {
  readonly roles: PgRoles;
  readonly journal: PgJournal;

  constructor(private readonly sql: TenantSql) {
    this.roles = new PgRoles(sql);
    this.journal = new PgJournal(sql);
  }

  async own(id: string): Promise<StatisticsDeposit | null> {
    const [row] = await this.sql.query<StatisticsDeposit>(`${OF_OWN_DOMAINS} and s.id = $2`, [
      this.sql.context.tenantId,
      id,
    ]);
    return row ?? null;
  }

  /** By month, the last first. */
  page(request: PageRequest<DepositPlace>): Promise<Page<StatisticsDeposit>> {
    return pageBy(request, (walk) => {
      const values: unknown[] = [this.sql.context.tenantId];
      const text = `${OF_OWN_DOMAINS} ${walkSql(NEWEST_MONTH_FIRST, walk, bindTo(values))}`;
      return this.sql.query<StatisticsDeposit>(text, values);
    });
  }

  change(deposit: Pick<StatisticsDeposit, 'id' | 'version'>, change: DepositChange): Promise<boolean> {
    return changeDeposit(this.sql, deposit, change);
  }
}

const OF_OWN_DOMAINS = `select ${COLUMNS} from statistics_deposit s join tenant_domain d on d.domain = s.domain and d.tenant_id = $1
  where true`;

async function changeDeposit(
  sql: SharedSql,
  { id, version }: Pick<StatisticsDeposit, 'id' | 'version'>,
  change: DepositChange,
): Promise<boolean> {
  const entries = Object.entries(change) as [keyof DepositChange, unknown][];
  const sets = entries.map(([name], index) => `${SET[name]} = $${index + 3}`);
  const values = entries.map(([name, value]) => (name === 'report' && value ? JSON.stringify(value) : value));
  const rows = await sql.query(
    `update statistics_deposit set ${['version = version + 1', ...sets].join(', ')}
      where id = $1 and version = $2 returning id`,
    [id, version, ...values],
  );
  return rows.length > 0;
}
