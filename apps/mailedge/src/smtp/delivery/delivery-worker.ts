import { setTimeout as wait } from 'node:timers/promises';
import type {
  AttemptResult,
  AttemptVerdict,
  DueDelivery,
  NewId,
  OutboundQueue,
  PendingDelivery,
  TenantContext,
  TenantId,
} from '@cachet/mss-core';
import type { Log } from '../ports.js';
import { type Batch, batchesOf, type DueLetter } from './batches.js';
import type { OutgoingLetter, Verdicts } from './peer/outgoing-letter.js';

export interface DeliveryWorkerDeps {
  readonly queue: OutboundQueue;
  readonly courier: { deliver(letter: OutgoingLetter): Promise<Verdicts>; stop(): Promise<void> };
  /** What is known of each that has not ended. */
  pending(context: TenantContext, deliveryIds: readonly string[]): Promise<readonly PendingDelivery[]>;
  /** The bytes of a kept message; null when they are gone. */
  open(
    context: TenantContext,
    messageId: string,
  ): Promise<{ readonly size: number; readonly bytes: AsyncIterable<Uint8Array> } | null>;
  record(
    context: TenantContext,
    delivery: PendingDelivery,
    verdict: AttemptVerdict,
  ): Promise<AttemptResult | null>;
  /** Calls when something was queued. Answers how to stop hearing. */
  onQueued(listener: () => void): () => void;
  attempted(state: AttemptResult['state']): void;
  readonly log: Log;
  /** The business clock: what is due, and when something happened. Leases follow the wall clock. */
  now(): Date;
  readonly newId: NewId;
  readonly limits: DeliveryLimits;
}

export interface DeliveryLimits {
  /** Letters on their way at one time, in all and to one destination. */
  readonly letters: number;
  readonly lettersPerDomain: number;
  /** How long a lease lasts without news, and how often it is renewed, in milliseconds. */
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  /** The queue is looked at again after this long, whatever was announced. */
  readonly restMs: number;
}

const RECIPIENTS_PER_LETTER = 40;

/**
 * Takes what is due from the queue and hands it to couriers. Nothing is taken away before its result is written: a worker that dies
 * leaves leases that end, and another takes over.
 */
export class DeliveryWorker {
  readonly #holder: string;
  readonly #held = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  readonly #waiting: Batch[] = [];
  readonly #busy = new Map<string, number>();
  #stopped = false;
  #wake: () => void = () => undefined;
  #stopHearing: () => void = () => undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(private readonly deps: DeliveryWorkerDeps) {
    this.#holder = deps.newId();
  }

  /** Letters on their way or waiting for their turn here. */
  get underway(): number {
    return this.#running.size + this.#waiting.length;
  }

  start(): void {
    this.#stopHearing = this.deps.onQueued(() => this.#wake());
    this.#heartbeat = setInterval(() => void this.#renew(), this.deps.limits.heartbeatMs);
    this.#loop = this.#run();
  }

  /** Takes nothing more, waits for what is on its way, gives the rest back. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopHearing();
    this.#wake();
    await this.#loop;
    this.#waiting.length = 0;
    await Promise.allSettled(this.#running);
    clearInterval(this.#heartbeat);
    await this.deps.courier.stop();
    await this.deps.queue.release(this.#holder, [...this.#held]).catch(() => undefined);
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const taken = await this.#take().catch((fault: unknown) => this.#report(fault));
      this.#launch();
      if (!taken) await Promise.race([woken, this.#rest()]);
    }
  }

  /** Whether something was taken. */
  async #take(): Promise<boolean> {
    const { limits, queue, now } = this.deps;
    const room = limits.letters - this.underway;
    if (room <= 0) return false;
    const due = await queue.lease({
      holder: this.#holder,
      dueBy: now(),
      now: new Date(),
      until: this.#leaseEnd(),
      limit: room * RECIPIENTS_PER_LETTER,
      perDomain: limits.lettersPerDomain * RECIPIENTS_PER_LETTER,
    });
    // A process that slept finds its own leases over: what is held here is not taken twice.
    const fresh = due.filter(({ deliveryId }) => !this.#held.has(deliveryId));
    try {
      this.#waiting.push(...(await this.#batches(fresh)));
    } catch (fault) {
      const ids = fresh.map(({ deliveryId }) => deliveryId);
      await queue.release(this.#holder, ids);
      throw fault;
    }
    return fresh.length > 0;
  }

  async #batches(due: readonly DueDelivery[]): Promise<readonly Batch[]> {
    const letters: DueLetter[] = [];
    for (const [tenantId, ofTenant] of Map.groupBy(due, (delivery) => delivery.tenantId)) {
      const ids = ofTenant.map(({ deliveryId }) => deliveryId);
      const pending = await this.deps.pending(this.#context(tenantId), ids);
      letters.push(...pending.map((delivery) => ({ tenantId, delivery })));
    }
    for (const { delivery } of letters) this.#held.add(delivery.id);
    return batchesOf(letters);
  }

  /** Starts waiting letters, as many as may be on their way. */
  #launch(): void {
    const { letters, lettersPerDomain } = this.deps.limits;
    for (let at = 0; at < this.#waiting.length && this.#running.size < letters && !this.#stopped; ) {
      const batch = this.#waiting[at];
      const onTheirWay = this.#busy.get(batch?.domain ?? '') ?? 0;
      if (!batch || onTheirWay >= lettersPerDomain) {
        at += 1;
        continue;
      }
      this.#waiting.splice(at, 1);
      this.#busy.set(batch.domain, onTheirWay + 1);
      const run = this.#attempt(batch).finally(() => this.#ended(batch, run));
      this.#running.add(run);
    }
  }

  #ended({ domain, deliveries }: Batch, run: Promise<void>): void {
    this.#running.delete(run);
    const left = (this.#busy.get(domain) ?? 1) - 1;
    if (left > 0) this.#busy.set(domain, left);
    else this.#busy.delete(domain);
    for (const { id } of deliveries) this.#held.delete(id);
    this.#wake();
  }

  /** From here on no manager may stop these deliveries; what one stopped before is no longer among them. */
  async #attempt(batch: Batch): Promise<void> {
    const ids = batch.deliveries.map(({ id }) => id);
    const begun = await this.deps.queue.begin(this.#holder, ids, new Date()).catch((fault: unknown) => {
      this.#report(fault);
      return [];
    });
    const held = new Set(begun);
    const deliveries = batch.deliveries.filter(({ id }) => held.has(id));
    if (deliveries.length > 0) await this.#deliver({ ...batch, deliveries });
  }

  async #deliver(batch: Batch): Promise<void> {
    const context = this.#context(batch.tenantId);
    const verdicts = await this.#verdicts(context, batch).catch((fault: unknown) => {
      this.#report(fault);
      return null;
    });
    for (const delivery of batch.deliveries) {
      const verdict = verdicts?.get(delivery.recipient) ?? FAULT;
      await this.#record({ ...context, at: this.deps.now() }, delivery, verdict);
      this.#held.delete(delivery.id);
    }
  }

  async #verdicts(context: TenantContext, { domain, deliveries }: Batch): Promise<Verdicts> {
    const [first] = deliveries;
    const stored = first ? await this.deps.open(context, first.messageId) : null;
    if (!first || !stored) return new Map(deliveries.map(({ recipient }) => [recipient, LOST]));
    const recipients = deliveries.map(({ recipient, wishes }) => ({
      address: recipient,
      notify: wishes.notify,
      orcpt: wishes.orcpt,
    }));
    const { sender, messageId, wishes } = first;
    const { ret, envid } = wishes;
    // An attempt may try several hosts, each reads the bytes from the start.
    const open = () => this.#reopen(context, messageId);
    return this.deps.courier.deliver({ domain, sender, recipients, ret, envid, size: stored.size, open });
  }

  async *#reopen(context: TenantContext, messageId: string): AsyncIterable<Uint8Array> {
    const stored = await this.deps.open(context, messageId);
    if (!stored) throw new Error('the message is gone');
    yield* stored.bytes;
  }

  // What a peer has taken must not be sent again because our database was away for a moment.
  async #record(context: TenantContext, delivery: PendingDelivery, verdict: AttemptVerdict): Promise<void> {
    for (const [tries, pause] of RECORD_PAUSES_MS.entries()) {
      try {
        const result = await this.deps.record(context, delivery, verdict);
        if (result) this.deps.attempted(result.state);
        return;
      } catch (fault) {
        if (tries % REPORTED_TRIES === 0) this.#report(fault);
        await wait(pause);
      }
    }
  }

  async #renew(): Promise<void> {
    const asked = [...this.#held];
    try {
      const kept = new Set(await this.deps.queue.renew(this.#holder, asked, this.#leaseEnd()));
      this.#forget(new Set(asked.filter((id) => !kept.has(id))));
    } catch (fault) {
      this.#report(fault);
    }
  }

  /** What another worker has taken meanwhile is no longer ours to send. */
  #forget(lost: ReadonlySet<string>): void {
    for (const id of lost) this.#held.delete(id);
    const left = this.#waiting.map((batch) => ({
      ...batch,
      deliveries: batch.deliveries.filter(({ id }) => !lost.has(id)),
    }));
    this.#waiting.splice(0, left.length, ...left.filter(({ deliveries }) => deliveries.length > 0));
  }

  #leaseEnd(): Date {
    return new Date(Date.now() + this.deps.limits.leaseMs);
  }

  async #rest(): Promise<void> {
    const next = await this.deps.queue.nextDueAt(new Date()).catch(() => null);
    const { restMs } = this.deps.limits;
    const untilDue = next ? next.getTime() - this.deps.now().getTime() : restMs;
    await wait(Math.min(Math.max(untilDue, MIN_REST_MS), restMs), undefined, { ref: false });
  }

  #context(tenantId: TenantId): TenantContext {
    return {
      tenantId,
      actor: { kind: 'system', name: 'delivery' },
      means: 'smtp',
      at: this.deps.now(),
      correlationId: this.deps.newId(),
      remoteAddress: null,
    };
  }

  #report(fault: unknown): false {
    this.deps.log.error({ err: fault }, 'delivery fault');
    return false;
  }
}

/**
 * A result that cannot be written for a quarter of an hour is left to the end of its lease. The pauses stay short: once the database is
 * back, the result must be there before another worker finds the lease over.
 */
const RECORD_PAUSES_MS = [500, 1000, 2000, ...Array.from({ length: 180 }, () => 5000)];
/** One failed try of so many is logged. */
const REPORTED_TRIES = 12;
const MIN_REST_MS = 50;

const FAULT: AttemptVerdict = {
  kind: 'temporary',
  cause: 'internalFault',
  code: null,
  text: 'internal fault',
  remoteHost: null,
  tls: null,
};
const LOST: AttemptVerdict = { ...FAULT, kind: 'permanent', text: 'message no longer stored' };
