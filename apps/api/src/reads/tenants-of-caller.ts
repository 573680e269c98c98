import {
  type ActContext,
  type Routing,
  type TenantContext,
  type TenantId,
  tenantsOfHolder,
} from '@cachet/mss-core';
import { type Caller, holderOf } from '../context/caller.js';

/** The tenants in which a caller may have something; each field still asks its own right there. Read once an operation. */
export class TenantsOfCaller {
  #tenants: Promise<readonly TenantId[]> | null = null;

  constructor(
    readonly caller: Caller,
    readonly act: ActContext,
    readonly routing: Pick<Routing, 'tenantsOf'>,
  ) {}

  list(): Promise<readonly TenantId[]> {
    this.#tenants ??=
      this.caller.kind === 'partner'
        ? Promise.resolve([this.caller.tenantId])
        : tenantsOfHolder(this, holderOf(this.caller));
    return this.#tenants;
  }

  contextOf(tenantId: TenantId): TenantContext {
    return { ...this.act, tenantId };
  }
}
