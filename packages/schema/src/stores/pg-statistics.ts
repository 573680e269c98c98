import type {
  ConnectionRow,
  ExchangeRow,
  LastConnection,
  MailPath,
  MonthBounds,
  MssAddress,
} from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { openedAt } from './opened-at.js';

/** After which line the next ones come: its moment, in microseconds, and its id. */
export interface ExchangePlace {
  readonly at: number;
  readonly id: string;
}

export interface ExchangeBatch {
  readonly rows: readonly ExchangeRow[];
  /** Null when these are the last. */
  readonly next: ExchangePlace | null;
}

export interface ConnectionBatch {
  readonly rows: readonly ConnectionRow[];
  readonly next: { readonly address: string; readonly id: string } | null;
}

const EXCHANGES_AT_ONCE = 2_000;
const BALS_AT_ONCE = 500;

/**
 * The BAL `b` that count in the month from $2 to $3, as their states were in it. A state of after the month hides the one before, which the traces
 * still tell.
 */
// EX_PSU_5820: a BAL suspended or deleted within the month counts, one that was before does not, and none of test ever does.
const COUNTED_BAL = `not b.is_test
  and (b.closed_at is null or b.closed_at >= $2)
  and (b.state <> 'suspended' or coalesce(b.state_at, b.created_at) >= $2)
  and (b.state_at is null or b.state_at < $3 or not coalesce((
    select t.kind = 'bal.suspended' and t.at < $2 from trace_event t
     where t.tenant_id = b.tenant_id and t.bal_id = b.id and t.at < $3 and t.outcome = 'ok'
       and t.kind in ('bal.suspended', 'bal.reactivated')
     order by t.at desc limit 1), false))`;

const IS_ON_DOMAIN = "split_part(b.address, '@', 2) = $4";

/** A letter of a BAL `d` that counts: taken, or refused by a server that said so. */
// EX_PSU_5820, EX_PSU_5830: a notice, which has no sender, is none; what no server ever answered to is neither sent nor in error.
const COUNTED_LETTER = `d.tenant_id = $1 and d.direction = 'outbound' and d.sender is not null
  and d.state in ('delivered', 'failed') and d.updated_at >= $2 and d.updated_at < $3
  and (d.state = 'delivered' or d.last_code is not null)`;

/** Exactly, as instants that were written by other hands than ours have microseconds. */
const MICROSECONDS = '(extract(epoch from d.updated_at) * 1000000)::bigint';

/** What one tenant counts of a month on one of its domains, read in batches: any number of lines costs no more memory than one batch. */
export class PgStatistics {
  constructor(
    private readonly sql: TenantSql,
    private readonly batches: { readonly exchanges?: number; readonly bals?: number } = {},
  ) {}

  /** The BAL of the domain whose letters count. */
  async countedBals(domain: string, { from, to }: MonthBounds): Promise<ReadonlySet<string>> {
    const rows = await this.sql.query<{ id: string }>(
      `select b.id from bal b where b.tenant_id = $1 and ${IS_ON_DOMAIN} and ${COUNTED_BAL}`,
      [this.sql.context.tenantId, from, to, domain],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * The letters of those BAL, in the order in which they ended: along one index, whatever the month has. Asked to join the BAL too, PostgreSQL would
   * sort all the month for each batch.
   */
  async exchanges(
    bals: ReadonlySet<string>,
    { from, to }: MonthBounds,
    after: ExchangePlace | null,
  ): Promise<ExchangeBatch> {
    const limit = this.batches.exchanges ?? EXCHANGES_AT_ONCE;
    const rows = await this.sql.query<ExchangeColumns>(EXCHANGES, [
      ...[this.sql.context.tenantId, from, to, after?.at ?? 0, after?.id ?? FIRST_ID, limit],
    ]);
    const last = rows.length < limit ? undefined : rows.at(-1);
    return {
      rows: rows.filter(({ bal_id }) => bals.has(bal_id)).map(exchangeOf),
      next: last ? { at: last.at, id: last.id } : null,
    };
  }

  /** By address. */
  async connections(
    domain: string,
    { from, to }: MonthBounds,
    after: ConnectionBatch['next'],
  ): Promise<ConnectionBatch> {
    const limit = this.batches.bals ?? BALS_AT_ONCE;
    const rows = await this.sql.query<ConnectionColumns>(CONNECTIONS, [
      ...[this.sql.context.tenantId, from, to, domain, after?.address ?? '', after?.id ?? FIRST_ID, limit],
    ]);
    const last = rows.length < limit ? undefined : rows.at(-1);
    return {
      rows: rows.map(({ address, last_at, is_told }) => ({ address, last: lastOf(last_at, is_told) })),
      next: last ? { address: last.address, id: last.id } : null,
    };
  }
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const EXCHANGES = `
  select d.id, d.bal_id, d.message_id, d.sender, d.recipient, d.size, d.mss_ins, d.mss_code_cda, d.mss_nil, ${MICROSECONDS} as at
    from delivery d
   where ${COUNTED_LETTER}
     and (d.updated_at, d.id) > ('epoch'::timestamptz + $4::bigint * interval '1 microsecond', $5::uuid)
   order by d.updated_at, d.id limit $6`;

/**
 * By SMTP or IMAP, which names the BAL, or by the portal, which opens all of a person's; an applicative BAL that no program opened tells its last
 * exchange. A BAL older than all that is kept may have been opened without a trace that is left.
 */
// RE_SSU_5800
const CONNECTIONS = `
  select b.address, b.id,
         coalesce(
           ${openedAt('anyone', '$3')},
           case when b.kind = 'applicative' then
             (select t.at from trace_event t
               where t.tenant_id = b.tenant_id and t.bal_id = b.id and t.at < $3 and t.outcome = 'ok'
                 and t.kind in ('message.submitted', 'message.received')
               order by t.at desc limit 1)
           end) as last_at,
         b.created_at >= coalesce((select min(t.at) from trace_event t where t.tenant_id = $1), b.created_at) as is_told
    from bal b
   where b.tenant_id = $1 and ${IS_ON_DOMAIN} and b.created_at < $3 and ${COUNTED_BAL}
     and (b.address, b.id) > ($5, $6::uuid)
   order by b.address, b.id limit $7`;

interface ExchangeColumns {
  readonly id: string;
  readonly bal_id: string;
  readonly message_id: string;
  readonly sender: MailPath;
  readonly recipient: MssAddress;
  readonly size: number;
  readonly mss_ins: 'O' | 'N' | null;
  readonly mss_code_cda: string | null;
  readonly mss_nil: string | null;
  readonly at: number;
}

interface ConnectionColumns {
  readonly id: string;
  readonly address: MssAddress;
  readonly last_at: Date | null;
  readonly is_told: boolean;
}

function exchangeOf(row: ExchangeColumns): ExchangeRow {
  const { message_id, sender, recipient, size, mss_ins, mss_code_cda, mss_nil, at } = row;
  return {
    ...{ mailId: message_id, sender, recipient, size, atMs: Math.floor(at / 1000) },
    ...{ ins: mss_ins, codeCda: mss_code_cda, nil: mss_nil },
  };
}

function lastOf(at: Date | null, isTold: boolean): LastConnection {
  if (at !== null) return { kind: 'at', atMs: at.getTime() };
  return { kind: isTold ? 'never' : 'unknown' };
}
