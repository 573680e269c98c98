import { setTimeout as wait } from 'node:timers/promises';
import { type MailSafe, openWebhookSecret, PgHolderNotices } from '@cachet/mailstore';
import {
  recordWebhookTry,
  type TenantContext,
  type TenantId,
  WEBHOOK_TEST,
  type WebhookCall,
  type WebhookTryDesk,
} from '@cachet/mss-core';
import { type Clock, Counter, type Logger, newId, type Registry } from '@cachet/runtime';
import {
  type Database,
  type DueWebhook,
  PgBalEstate,
  PgCompliance,
  PgJournal,
  PgWebhookQueue,
  PgWebhooks,
  type TenantSql,
  type WebhookSending,
} from '@cachet/schema';
import { payloadOf } from './payload.js';
import { type Post, type PostOptions, postWebhook } from './post.js';
import { signatureOf } from './sign.js';
import { WebhookTenants } from './webhook-tenants.js';

export interface WebhookSenderDeps extends Omit<PostOptions, 'withinMs'> {
  readonly database: Database;
  readonly safe: MailSafe;
  /** What is due, and when something happened; leases and signatures go by true time. */
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly limits?: Partial<WebhookLimits>;
}

export interface WebhookLimits {
  /** Calls at one time: in this process, for one tenant, to one webhook. */
  readonly calls: number;
  readonly perTenant: number;
  readonly perWebhook: number;
  readonly withinMs: number;
  /** Longer than a call may last: what a process that died had taken is taken again after it. */
  readonly leaseMs: number;
  /** The queue is looked at again after this long, whatever was announced. */
  readonly restMs: number;
}

const LIMITS: WebhookLimits = {
  ...{ calls: 64, perTenant: 8, perWebhook: 4 },
  ...{ withinMs: 15_000, leaseMs: 60_000, restMs: 5_000 },
};
const SHORTEST_REST_MS = 20;
const RECORD_PAUSES_MS = [0, 500, 1_000, 2_000, 5_000, 10_000];

/**
 * Tells webhooks of what happened. Nothing is taken away before its result is written: a process that dies leaves leases that end, and
 * another calls again; at least once, never by two at a time.
 */
export class WebhookSender {
  readonly #holder = newId();
  readonly #queue: PgWebhookQueue;
  readonly #tenants: WebhookTenants;
  readonly #limits: WebhookLimits;
  readonly #calls: Counter<'outcome'>;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  #wake: () => void = () => undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(private readonly deps: WebhookSenderDeps) {
    this.#queue = new PgWebhookQueue(deps.database);
    this.#tenants = new WebhookTenants(deps.database, this.#queue, () => this.#wake());
    this.#limits = { ...LIMITS, ...deps.limits };
    this.#calls = new Counter({
      name: 'cachet_webhook_calls_total',
      help: 'Calls of webhooks by outcome',
      labelNames: ['outcome'],
      registers: [deps.metrics],
    });
  }

  start(): void {
    this.#tenants.start();
    this.#loop = this.#run();
  }

  /** Takes nothing more, and waits for the calls under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#tenants.stop();
    this.#wake();
    await this.#loop;
    await Promise.all(this.#running.values());
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const { promise: woken, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const taken = await this.#round().catch((fault: unknown) => this.#report(fault));
      if (!taken) await Promise.race([woken, this.#rest()]);
    }
  }

  /** Whether something was taken. */
  async #round(): Promise<boolean> {
    for (const tenantId of await this.#tenants.toLookAt()) {
      await this.deps.database.withTenant(this.#context(tenantId), (sql) => new PgWebhooks(sql).queue());
    }
    const { calls, perTenant, perWebhook, leaseMs } = this.#limits;
    const limit = calls - this.#running.size;
    if (limit <= 0) return false;
    const request = { holder: this.#holder, dueBy: this.deps.clock(), leaseMs, perTenant, perWebhook, limit };
    const due = await this.#queue.lease(request);
    // A process that slept finds its own leases over: what is under way here is not begun twice.
    for (const one of due.filter(({ deliveryId }) => !this.#running.has(deliveryId))) this.#launch(one);
    return due.length > 0;
  }

  #launch(due: DueWebhook): void {
    const call = this.#call(due)
      .catch((fault: unknown) => void this.#report(fault))
      .finally(() => {
        this.#running.delete(due.deliveryId);
        this.#wake();
      });
    this.#running.set(due.deliveryId, call);
  }

  // A fault of our own is no failure of the receiver: the lease ends, and the call is made again.
  async #call({ deliveryId, tenantId }: DueWebhook): Promise<void> {
    const context = this.#context(tenantId);
    const { database, safe } = this.deps;
    const sending = await database.withTenant(context, (sql) => new PgWebhooks(sql).sending(deliveryId));
    if (!sending) return this.#queue.drop(this.#holder, deliveryId);
    const keys = await safe.keys.for(context);
    const secrets = this.#goodSecrets(sending).map((sealed) =>
      openWebhookSecret(keys, sending.webhook.id, sealed),
    );
    const call = await this.#made(sending, postOf(sending, tenantId, secrets));
    await this.#record(tenantId, sending, call);
    this.#calls.inc({ outcome: call.fault ?? 'delivered' });
  }

  #goodSecrets({ webhook, sealedSecret, sealedFormer }: WebhookSending): readonly Uint8Array[] {
    const isFormerGood = webhook.formerUntil !== null && this.deps.clock() < webhook.formerUntil;
    return sealedFormer && isFormerGood ? [sealedSecret, sealedFormer] : [sealedSecret];
  }

  async #made({ event, delivery }: WebhookSending, post: Post): Promise<WebhookCall> {
    const nothing = { status: null, answer: null, retryAfterMs: null };
    if (!event && delivery.type !== WEBHOOK_TEST)
      return { ...nothing, at: this.deps.clock(), ms: 0, fault: 'eventForgotten' };
    const began = performance.now();
    const posted = await postWebhook(post, { ...this.deps, withinMs: this.#limits.withinMs });
    return { ...posted, at: this.deps.clock(), ms: Math.round(performance.now() - began) };
  }

  async #record(tenantId: TenantId, { webhook, delivery }: WebhookSending, call: WebhookCall): Promise<void> {
    for (const pause of RECORD_PAUSES_MS) {
      await wait(pause);
      try {
        await this.deps.database.withTenant(this.#context(tenantId), async (sql) => {
          const webhooks = new PgWebhooks(sql);
          const present = await webhooks.byId(webhook.id);
          if (!present || !(await webhooks.holds(delivery.id, this.#holder))) return;
          const tried = { webhook: present, delivery, random: this.deps.random(), newId };
          await recordWebhookTry(sql.context, this.#desk(sql), tried, call);
        });
        return;
      } catch (fault) {
        this.#report(fault);
      }
    }
  }

  #desk(sql: TenantSql): WebhookTryDesk {
    const estate = new PgBalEstate(sql);
    return {
      webhooks: new PgWebhooks(sql),
      journal: new PgJournal(sql),
      compliance: new PgCompliance(sql),
      managers: { inboxes: () => estate.inboxesOfHeads(null) },
      notices: new PgHolderNotices(sql, this.deps.safe),
    };
  }

  async #rest(): Promise<void> {
    const next = await this.#queue.nextDueAt().catch(() => null);
    const untilDue = next ? next.getTime() - this.deps.clock().getTime() : this.#limits.restMs;
    // What is due and was not taken waits for a call to end, which wakes us.
    const rest = untilDue <= 0 ? this.#limits.restMs : Math.max(untilDue, SHORTEST_REST_MS);
    const { signal } = this.#stopping;
    await wait(Math.min(rest, this.#limits.restMs), undefined, { ref: false, signal }).catch(() => undefined);
  }

  #context(tenantId: TenantId): TenantContext {
    return {
      tenantId,
      actor: { kind: 'system', name: 'webhooks' },
      means: 'job',
      at: this.deps.clock(),
      correlationId: newId(),
      remoteAddress: null,
    };
  }

  #report(fault: unknown): false {
    this.deps.logger.error({ err: fault }, 'webhook fault');
    return false;
  }
}

function postOf(sending: WebhookSending, tenantId: TenantId, secrets: readonly Uint8Array[]): Post {
  const { webhook, delivery } = sending;
  const body = payloadOf(sending, tenantId);
  const timestamp = Math.floor(Date.now() / 1_000);
  const id = delivery.eventId;
  return {
    url: webhook.url,
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Cachet-Webhooks',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureOf(secrets, { id, timestamp, body }),
    },
  };
}
