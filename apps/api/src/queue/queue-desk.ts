import { composedMessage, headerOf, type MailSafe, messageAround, PgMailFiling } from '@cachet/mailstore';
import {
  done,
  manageDelivery,
  mayManageQueue,
  type Outcome,
  parseUuid,
  type QueueAct,
  type QueueManager,
  type QueueOrder,
  type QueueRoom,
  type Refusal,
  refused,
  type TenantContext,
  type TenantId,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgBalStore, PgDeliveries, PgJournal, type TenantSql } from '@cachet/schema';
import type { Container } from '../container.js';
import { showDelivery, showStep } from '../reads/show-structure.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { DeliveryStepType, DeliveryType } from '../types/delivery.js';

/** The queue towards other operators, as the managers of a structure see and change it. */
export class QueueDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  /** Whether the caller may change the queue of that structure. */
  async mayManage(structureId: string): Promise<boolean> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    return allowed.ok && mayManageQueue(await this.#manager(allowed.value)).ok;
  }

  /** Refuses notFound, forbidden, scopeMissing, deliveryUnderway, deliveryNotWaiting. */
  async act(structureId: string, deliveryId: string, act: QueueAct): Promise<Outcome<DeliveryType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const id = parseUuid(deliveryId);
    const manager = await this.#manager(allowed.value);
    const entitled = mayManageQueue(manager);
    if (!entitled.ok) return entitled;
    if (!id) return refused('notFound');
    const changed = await this.#change(this.tenants.contextOf(allowed.value), manager, {
      deliveryId: id,
      act,
      tellsSender: true,
    });
    return changed.ok ? this.#shown(allowed.value, id) : changed;
  }

  /** What happened to a delivery, oldest first; nothing when the structure has no such delivery. */
  async history(structureId: string, deliveryId: string): Promise<DeliveryStepType[]> {
    const tenantId = spoken(await this.structures.allowed(structureId, 'deliveries'));
    const id = parseUuid(deliveryId);
    if (!id) return [];
    return this.#in(this.tenants.contextOf(tenantId), async (sql) => {
      const deliveries = new PgDeliveries(sql);
      const delivery = await deliveries.byId(id);
      if (!delivery) return [];
      const accepted = { at: delivery.createdAt, code: null, text: null, remoteHost: null, tls: null };
      const steps = await deliveries.steps([id]);
      return [showStep({ ...accepted, state: 'accepted' }), ...steps.map(showStep)];
    });
  }

  async #change(context: TenantContext, manager: QueueManager, order: QueueOrder): Promise<Outcome<void>> {
    const outcome = await this.#transaction(context, (sql) =>
      manageDelivery(
        NOTICES,
        roomOf(sql, this.container.safe),
        context,
        manager,
        order,
        this.container.wallClock(),
      ),
    );
    // The sender's BAL filled at this very moment: cancelled all the same, without a notice.
    if (outcome.ok || outcome.refusal.code !== 'quotaExceeded' || !order.tellsSender) return outcome;
    return this.#change(context, manager, { ...order, tellsSender: false });
  }

  async #shown(tenantId: TenantId, id: string): Promise<Outcome<DeliveryType>> {
    const found = await this.#in(this.tenants.contextOf(tenantId), (sql) => new PgDeliveries(sql).byId(id));
    return found ? done(showDelivery(found)) : refused('notFound');
  }

  async #manager(tenantId: TenantId): Promise<QueueManager> {
    const { caller } = this.tenants;
    return caller.kind === 'partner'
      ? { kind: 'partner', scopes: caller.scopes }
      : { kind: 'person', roles: await this.structures.roles(tenantId) };
  }

  /** Undone whole when the use case refuses. */
  async #transaction<T>(
    context: TenantContext,
    work: (sql: TenantSql) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    try {
      return await this.#in(context, async (sql) => {
        const outcome = await work(sql);
        if (!outcome.ok) throw new Undone(outcome.refusal);
        return outcome;
      });
    } catch (fault) {
      if (fault instanceof Undone) return { ok: false, refusal: fault.refusal };
      throw fault;
    }
  }

  #in<T>(context: TenantContext, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(context, work);
  }
}

class Undone extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** Notices name the domain they are written in: the mail servers of the installation are not the API's to know. */
const NOTICES = { newId, hostname: null, messageOf: composedMessage, headerOf, messageAround };

function roomOf(sql: TenantSql, safe: MailSafe): QueueRoom {
  const deliveries = new PgDeliveries(sql);
  return {
    bals: new PgBalStore(sql),
    filing: new PgMailFiling(sql, safe),
    deliveries,
    queue: deliveries,
    journal: new PgJournal(sql),
  };
}
