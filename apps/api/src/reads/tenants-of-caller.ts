import type { ActContext, Routing, TenantContext, TenantId } from '@cachet/mss-core';
import type { Caller } from '../context/caller.js';

/** The tenants in which a caller may have something; each field still asks its own right there. Read once an operation. */
export class TenantsOfCaller {
  #tenants: Promise<readonly TenantId[]> | null = null;

  constructor(
    readonly caller: Caller,
    readonly act: ActContext,
    private readonly routing: Pick<Routing, 'tenantsOf'>,
  ) {}

  list(): Promise<readonly TenantId[]> {
    this.#tenants ??=
      this.caller.kind === 'partner'
        ? Promise.resolve([this.caller.tenantId])
        : this.routing.tenantsOf(this.caller.idNat);
    return this.#tenants;
  }

  contextOf(tenantId: TenantId): TenantContext {
    return { ...this.act, tenantId };
  }
}
