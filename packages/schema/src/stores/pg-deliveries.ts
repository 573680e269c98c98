import {
  type AttemptResult,
  type DeliveryDirection,
  type DeliveryState,
  type DeliveryStore,
  domainOf,
  type MailPath,
  type MssAddress,
  type NewDelivery,
  type PendingDelivery,
  type QueueDesk,
  readNotify,
} from '@cachet/mss-core';
import { bindTo, newestFirst, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy, pageMap } from '../page.js';
import { newRowId } from '../row-id.js';
import type { TenantSql } from '../sql.js';
import {
  DELIVERY_COLUMNS,
  type DeliveryRow,
  type DeliveryStep,
  deliveryOf,
  type KnownDelivery,
} from './delivery-rows.js';
import { newDeliveryRows } from './new-delivery-rows.js';
import { causeText } from './step-causes.js';

export interface DeliveryFilter {
  readonly direction?: DeliveryDirection | null;
  readonly state?: DeliveryState | null;
}

const NEWEST_FIRST = newestFirst('created_at', 'id');

/** The deliveries of one tenant. Every change of state leaves its step and is announced at commit. */
export class PgDeliveries implements DeliveryStore, QueueDesk {
  constructor(private readonly sql: TenantSql) {}

  async add(deliveries: readonly NewDelivery[]): Promise<void> {
    for (const [messageId, ofMessage] of Map.groupBy(deliveries, (delivery) => delivery.messageId)) {
      const rows = newDeliveryRows(ofMessage, this.sql.context.at);
      await this.sql.query('select add_deliveries($1, $2)', [messageId, rows]);
    }
  }

  async recordAttempt(deliveryId: string, result: AttemptResult): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `update delivery
          set state = $3, attempts = attempts + 1, last_code = $4, last_text = $5, remote_host = $6,
              updated_at = $7, next_attempt_at = $8, tls = $9
        where tenant_id = $1 and id = $2`,
      [
        tenantId,
        deliveryId,
        result.state,
        result.code,
        result.text,
        result.remoteHost,
        at,
        result.nextAttemptAt,
        result.tls,
      ],
    );
    await this.step(deliveryId, result, causeText(result));
    await this.settleDue(deliveryId, result);
  }

  async pending(deliveryId: string): Promise<PendingDelivery | null> {
    return (await this.pendingAmong([deliveryId]))[0] ?? null;
  }

  /** What the delivery worker must know of each that has not ended, the oldest first. */
  async pendingAmong(deliveryIds: readonly string[]): Promise<readonly PendingDelivery[]> {
    const rows = await this.sql.query<PendingRow>(
      `select ${PENDING_COLUMNS} from delivery
        where tenant_id = $1 and id = any($2::uuid[]) and direction = 'outbound' and state in ('queued', 'deferred')
        order by created_at, id`,
      [this.sql.context.tenantId, deliveryIds],
    );
    return rows.map(pendingOf);
  }

  async hold(deliveryId: string): Promise<PendingDelivery | null> {
    const [row] = await this.sql.query<PendingRow>(
      `select ${PENDING_COLUMNS} from delivery
        where tenant_id = $1 and id = $2 and direction = 'outbound'
          and state in ('queued', 'deferred', 'held', 'cancelled')
          for update`,
      [this.sql.context.tenantId, deliveryId],
    );
    return row ? pendingOf(row) : null;
  }

  async tellDelay(deliveryId: string): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query('update delivery set delay_told_at = $3 where tenant_id = $1 and id = $2', [
      tenantId,
      deliveryId,
      at,
    ]);
  }

  // The row of what is due decides: the worker takes it, or whoever stops the delivery does.
  async takeFromQueue(deliveryId: string, now: Date): Promise<'taken' | 'underway' | 'notQueued'> {
    const [due] = await this.sql.query<{ isUnderway: boolean }>(
      `select began_at is not null and leased_until > $3 as "isUnderway" from outbound_due
        where delivery_id = $1 and tenant_id = $2 for update`,
      [deliveryId, this.sql.context.tenantId, now],
    );
    if (!due) return 'notQueued';
    if (due.isUnderway) return 'underway';
    await this.sql.query('delete from outbound_due where delivery_id = $1 and tenant_id = $2', [
      deliveryId,
      this.sql.context.tenantId,
    ]);
    return 'taken';
  }

  async putInQueue(deliveryId: string, recipient: MssAddress): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      'insert into outbound_due (delivery_id, tenant_id, destination_domain, due_at) values ($1, $2, $3, $4)',
      [deliveryId, tenantId, domainOf(recipient), at],
    );
    await this.sql.notify('outbound', deliveryId);
  }

  async decide(deliveryId: string, state: 'queued' | 'held' | 'cancelled'): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `update delivery set state = $3, updated_at = $4::timestamptz,
              next_attempt_at = case when $3 = 'queued' then $4::timestamptz end
        where tenant_id = $1 and id = $2`,
      [tenantId, deliveryId, state, at],
    );
    const nothing = { code: null, text: null, remoteHost: null, tls: null };
    await this.step(deliveryId, { state, ...nothing }, null);
  }

  /** What happened to each of these, oldest first. */
  async steps(deliveryIds: readonly string[]): Promise<readonly DeliveryStep[]> {
    const rows = await this.sql.query<StepRow>(
      `select delivery_id, at, state, code, text, remote_host, tls from delivery_event
        where tenant_id = $1 and delivery_id = any($2::uuid[]) order by at, id`,
      [this.sql.context.tenantId, deliveryIds],
    );
    return rows.map(stepOf);
  }

  async byId(id: string): Promise<KnownDelivery | null> {
    const [row] = await this.sql.query<DeliveryRow>(
      `select ${DELIVERY_COLUMNS} from delivery where tenant_id = $1 and id = $2`,
      [this.sql.context.tenantId, id],
    );
    return row ? deliveryOf(row) : null;
  }

  /** Newest first; the cursor's `at` is `createdAt`. */
  async page(request: PageRequest, filter: DeliveryFilter = {}): Promise<Page<KnownDelivery>> {
    const page = await pageBy(request, (walk) => {
      const values = [this.sql.context.tenantId, filter.direction ?? null, filter.state ?? null];
      return this.sql.query<DeliveryRow>(
        `select ${DELIVERY_COLUMNS} from delivery
          where tenant_id = $1
            and ($2::text is null or direction = $2) and ($3::text is null or state = $3)
            ${walkSql(NEWEST_FIRST, walk, bindTo(values))}`,
        values,
      );
    });
    return pageMap(page, deliveryOf);
  }

  private async step(
    deliveryId: string,
    { state, code, text, remoteHost, tls }: Omit<DeliveryStep, 'deliveryId' | 'at'>,
    cause: string | null,
  ): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `with step as (
         insert into delivery_event (tenant_id, id, delivery_id, state, at, code, text, remote_host, tls, cause)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning tenant_id, id, delivery_id, state, at
       ), told as (
         insert into tenant_event (tenant_id, id, at, kind, type, subject_id, bal_id, facts)
         select s.tenant_id, s.id, s.at, 'delivery', 'delivery.' || s.state, d.id, d.bal_id,
                jsonb_build_object('direction', d.direction)
           from step s join delivery d on d.tenant_id = s.tenant_id and d.id = s.delivery_id
       )
       select announce('delivery', delivery_id), announce('event', tenant_id) from step`,
      [tenantId, newRowId(), deliveryId, state, at, code, text, remoteHost, tls, cause],
    );
  }

  private async settleDue(id: string, { state, nextAttemptAt }: AttemptResult): Promise<void> {
    const { tenantId } = this.sql.context;
    if (state !== 'deferred' || nextAttemptAt === null) {
      await this.sql.query('delete from outbound_due where delivery_id = $1 and tenant_id = $2', [
        id,
        tenantId,
      ]);
      return;
    }
    await this.sql.query(
      `update outbound_due set due_at = $3, leased_until = null, leased_by = null, began_at = null
        where delivery_id = $1 and tenant_id = $2`,
      [id, tenantId, nextAttemptAt],
    );
  }
}

const PENDING_COLUMNS =
  'id, state, bal_id, message_id, sender, recipient, attempts, created_at, notify, orcpt, ret, envid, delay_told_at';

interface PendingRow {
  id: string;
  state: PendingDelivery['state'];
  bal_id: string;
  message_id: string;
  sender: MailPath | null;
  recipient: MssAddress;
  attempts: number;
  created_at: Date;
  notify: string | null;
  orcpt: string | null;
  ret: 'FULL' | 'HDRS' | null;
  envid: string | null;
  delay_told_at: Date | null;
}

function pendingOf(row: PendingRow): PendingDelivery {
  const { id, state, sender, recipient, attempts, orcpt, ret, envid } = row;
  return {
    ...{ id, state, sender, recipient, attempts },
    balId: row.bal_id,
    messageId: row.message_id,
    createdAt: row.created_at,
    wishes: { notify: readNotify(row.notify), orcpt, ret, envid },
    delayToldAt: row.delay_told_at,
  };
}

interface StepRow {
  delivery_id: string;
  at: Date;
  state: DeliveryState;
  code: number | null;
  text: string | null;
  remote_host: string | null;
  tls: string | null;
}

function stepOf({ delivery_id, remote_host, ...step }: StepRow): DeliveryStep {
  return { ...step, deliveryId: delivery_id, remoteHost: remote_host };
}
