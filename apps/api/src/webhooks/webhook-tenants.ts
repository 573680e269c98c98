import type { TenantId } from '@cachet/mss-core';
import type { ChangeEvent, Database, PgWebhookQueue } from '@cachet/schema';

const SWEEP_MS = 30_000;

/** The tenants whose events are to be looked at: those that have a webhook and where something was announced; all of them now and then. */
export class WebhookTenants {
  readonly #announced = new Set<TenantId>();
  #unsubscribe: readonly (() => void)[] = [];
  #known: ReadonlySet<TenantId> = new Set();
  #isKnown = false;
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly database: Pick<Database, 'changes'>,
    private readonly queue: Pick<PgWebhookQueue, 'tenants'>,
    private readonly wake: () => void,
  ) {}

  start(): void {
    const { changes } = this.database;
    this.#unsubscribe = [
      changes.subscribe({ topic: 'event' }, (event) => this.#hearEvent(event)),
      changes.subscribe({ topic: 'webhook' }, () => this.#hearWebhook()),
    ];
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  async toLookAt(): Promise<readonly TenantId[]> {
    const isSweep = performance.now() - this.#sweptAt >= SWEEP_MS;
    if (isSweep || !this.#isKnown) {
      this.#isKnown = true;
      this.#known = new Set(await this.queue.tenants());
    }
    if (isSweep) this.#sweptAt = performance.now();
    const asked = isSweep ? this.#known : this.#announced;
    const tenants = [...asked].filter((tenantId) => this.#known.has(tenantId));
    this.#announced.clear();
    return tenants;
  }

  #hearEvent(event: ChangeEvent): void {
    if (event.kind === 'resync') this.#sweptAt = Number.NEGATIVE_INFINITY;
    else if (event.tenant !== null) this.#announced.add(event.tenant);
    const concerns = event.kind === 'resync' || (event.tenant !== null && this.#known.has(event.tenant));
    if (concerns) this.wake();
  }

  #hearWebhook(): void {
    this.#isKnown = false;
    this.wake();
  }
}
