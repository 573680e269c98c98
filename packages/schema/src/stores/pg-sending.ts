import {
  type Bal,
  done,
  type HourlyCount,
  type Outcome,
  refused,
  type SendingLedger,
  type SendingLimits,
  type SendingRequest,
} from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { BAL_COLUMNS, type BalRow, balOf } from './bal-rows.js';

const HOUR_MS = 60 * 60_000;

interface CountRow {
  bal_now: number;
  bal_before: number;
  others_now: number;
  others_before: number;
}

/** To how many recipients a BAL wrote of late. */
export interface SendingUse {
  readonly bal: Bal;
  readonly count: HourlyCount;
}

/** What a request sent before. */
export interface FormerSending {
  readonly messageId: string;
  readonly body: Uint8Array;
  readonly sentAt: Date;
}

/** How much one tenant sends, hour by hour. */
export class PgSending implements SendingLedger {
  constructor(private readonly sql: TenantSql) {}

  async limits(): Promise<SendingLimits | null> {
    const [row] = await this.sql.query<{ per_bal: number; per_tenant: number }>(
      'select per_bal, per_tenant from sending_policy where tenant_id = $1',
      [this.sql.context.tenantId],
    );
    return row ? { perBal: row.per_bal, perTenant: row.per_tenant } : null;
  }

  async choose({ perBal, perTenant }: SendingLimits): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `insert into sending_policy (tenant_id, per_bal, per_tenant, changed_at) values ($1, $2, $3, $4)
       on conflict (tenant_id) do update
         set per_bal = excluded.per_bal, per_tenant = excluded.per_tenant, changed_at = excluded.changed_at`,
      [tenantId, perBal, perTenant, at],
    );
  }

  // What other BAL are sending at this moment is not waited for: the tenant's limit is a bound on floods, not an account.
  async count(balId: string, recipients: number): Promise<{ bal: HourlyCount; tenant: HourlyCount }> {
    const [hour, before] = this.hours();
    const { tenantId } = this.sql.context;
    const [row] = await this.sql.query<CountRow>(
      `with counted as (
         insert into sending_count (tenant_id, bal_id, hour, recipients) values ($1, $2, $3, $5)
         on conflict (tenant_id, bal_id, hour)
           do update set recipients = sending_count.recipients + excluded.recipients
         returning recipients
       ), known as (
         select bal_id = $2 as mine, hour, sum(recipients) as recipients from sending_count
          where tenant_id = $1 and hour in ($3, $4) group by 1, 2
       )
       select (select recipients from counted) as bal_now,
              coalesce((select recipients from known where mine and hour = $4), 0)::int as bal_before,
              coalesce((select recipients from known where not mine and hour = $3), 0)::int as others_now,
              coalesce((select recipients from known where not mine and hour = $4), 0)::int as others_before`,
      [tenantId, balId, hour, before, recipients],
    );
    if (!row) throw new Error('a letter was not counted');
    if (row.bal_now === recipients) await this.forget(balId, before);
    const bal = { now: row.bal_now, before: row.bal_before };
    return { bal, tenant: { now: bal.now + row.others_now, before: bal.before + row.others_before } };
  }

  /** The BAL that wrote in the present hour or in the one before. */
  async use(): Promise<readonly SendingUse[]> {
    const [hour, before] = this.hours();
    const rows = await this.sql.query<BalRow & { now: number; before: number }>(
      `select ${BAL_COLUMNS},
              coalesce(sum(c.recipients) filter (where c.hour = $2), 0)::int as now,
              coalesce(sum(c.recipients) filter (where c.hour = $3), 0)::int as before
         from sending_count c join bal b on b.tenant_id = c.tenant_id and b.id = c.bal_id
        where c.tenant_id = $1 and c.hour in ($2, $3) group by b.tenant_id, b.id`,
      [this.sql.context.tenantId, hour, before],
    );
    return rows.map(({ now, before: earlier, ...bal }) => ({
      bal: balOf(bal),
      count: { now, before: earlier },
    }));
  }

  async claim(balId: string, request: SendingRequest, messageId: string): Promise<Outcome<void>> {
    const { tenantId, at } = this.sql.context;
    const { key, body, uploads } = request;
    const [claimed] = await this.sql.query(
      `insert into sending_request (tenant_id, bal_id, key_mac, body_mac, message_id, sent_at)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning message_id`,
      [tenantId, balId, Buffer.from(key), Buffer.from(body), messageId, at],
    );
    if (!claimed) return claimedBy(await this.former(balId, key), request);
    const taken = await this.sql.query(
      'delete from upload where tenant_id = $1 and bal_id = $2 and id = any($3::uuid[]) returning id',
      [tenantId, balId, [...uploads]],
    );
    return taken.length === new Set(uploads).size ? done(undefined) : refused('uploadUnknown');
  }

  /** What that request sent; null when it sent nothing yet. */
  async former(balId: string, key: Uint8Array): Promise<FormerSending | null> {
    const [row] = await this.sql.query<FormerSending>(
      `select message_id as "messageId", body_mac as body, sent_at as "sentAt" from sending_request
        where tenant_id = $1 and bal_id = $2 and key_mac = $3`,
      [this.sql.context.tenantId, balId, Buffer.from(key)],
    );
    return row ?? null;
  }

  /** Forgets requests of before that moment. */
  async forgetRequests(before: Date): Promise<void> {
    await this.sql.query('delete from sending_request where tenant_id = $1 and sent_at < $2', [
      this.sql.context.tenantId,
      before,
    ]);
  }

  async noteBreach(subjectId: string): Promise<boolean> {
    const [hour] = this.hours();
    const rows = await this.sql.query(
      `insert into sending_breach (tenant_id, subject_id, hour) values ($1, $2, $3)
       on conflict do nothing returning subject_id`,
      [this.sql.context.tenantId, subjectId, hour],
    );
    return rows.length === 1;
  }

  /** With the first letter of an hour, what no count needs any more goes. */
  private async forget(balId: string, before: Date): Promise<void> {
    const { tenantId } = this.sql.context;
    await this.sql.query('delete from sending_count where tenant_id = $1 and bal_id = $2 and hour < $3', [
      tenantId,
      balId,
      before,
    ]);
  }

  /** The present hour of the clock and the one before. */
  private hours(): [Date, Date] {
    const now = this.sql.context.at.getTime();
    const hour = now - (now % HOUR_MS);
    return [new Date(hour), new Date(hour - HOUR_MS)];
  }
}

/** What a request is answered that was not the first of its key. Refuses alreadySent, idempotencyKeyReused. */
export function claimedBy(
  former: FormerSending | null,
  { body }: Pick<SendingRequest, 'body'>,
): Outcome<never> {
  if (!former || !Buffer.from(body).equals(Buffer.from(former.body))) return refused('idempotencyKeyReused');
  return refused('alreadySent', { messageId: former.messageId });
}
