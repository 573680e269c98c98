import {
  done,
  type Outcome,
  parseTenantId,
  proofOf,
  refused,
  rolesBy,
  type StructureView,
  type StructureViewer,
  seeStructure,
  type TenantId,
  type TenantRole,
} from '@cachet/mss-core';
import {
  type Database,
  type DeliveryFilter,
  PgCompliance,
  PgDeliveries,
  PgRoles,
  PgTenantRegister,
  structureCounts,
  type TenantSql,
} from '@cachet/schema';
import { holderOf } from '../context/caller.js';
import type { ComplianceEventConnection } from '../types/compliance.js';
import type { DeliveryConnection } from '../types/delivery.js';
import type { PageArguments } from '../types/page.js';
import type { StructureCounts, StructureMembership, StructureType } from '../types/structure.js';
import { connectionOf, momentOf, readPage } from './page.js';
import { showComplianceEvent, showDelivery, showRole, showStructure } from './show-structure.js';
import { spoken } from './spoken.js';
import type { TenantsOfCaller } from './tenants-of-caller.js';

const DAY_MS = 86_400_000;

/** Administration views of structures, each behind the right to see it. Nothing here can reach a message. */
export class StructureReads {
  readonly #roles = new Map<TenantId, Promise<readonly TenantRole[]>>();

  constructor(
    private readonly database: Database,
    private readonly tenants: TenantsOfCaller,
  ) {}

  async memberships(): Promise<readonly StructureMembership[]> {
    const all = await Promise.all((await this.tenants.list()).map((tenantId) => this.#membership(tenantId)));
    return all.filter((membership) => membership !== null);
  }

  /** A structure the caller may see. Refuses notFound. */
  async see(id: string): Promise<Outcome<StructureType>> {
    const allowed = await this.allowed(id, 'summary');
    if (!allowed.ok) return allowed;
    const structure = await this.#structure(allowed.value);
    return structure ? done(structure) : refused('notFound');
  }

  /** The tenant of that id, when the caller may see that view of it. Refuses notFound, scopeMissing. */
  async allowed(id: string, view: StructureView): Promise<Outcome<TenantId>> {
    const tenantId = parseTenantId(id);
    if (!tenantId || !(await this.tenants.list()).includes(tenantId)) return refused('notFound');
    const seen = seeStructure(await this.viewer(tenantId), view);
    return seen.ok ? done(tenantId) : seen;
  }

  /** The caller, as far as one of their tenants is concerned. */
  async viewer(tenantId: TenantId): Promise<StructureViewer> {
    const { caller } = this.tenants;
    return caller.kind === 'partner'
      ? { kind: caller.kind, scopes: caller.scopes }
      : { kind: caller.kind, roles: await this.roles(tenantId) };
  }

  async domains(id: string): Promise<readonly string[]> {
    return new PgTenantRegister(this.#reading(await this.#granted(id, 'summary'))).domains();
  }

  async counts(id: string): Promise<StructureCounts> {
    const since = new Date(this.tenants.act.at.getTime() - DAY_MS);
    const { deliveredSince, failedSince, ...now } = await structureCounts(
      this.#reading(await this.#granted(id, 'deliveries')),
      since,
    );
    return { ...now, deliveredLastDay: deliveredSince, failedLastDay: failedSince };
  }

  async deliveries(id: string, page: PageArguments, filter: DeliveryFilter): Promise<DeliveryConnection> {
    const request = spoken(readPage(page));
    const tenantId = await this.#granted(id, 'deliveries');
    const found = await new PgDeliveries(this.#reading(tenantId)).page(request, filter);
    return connectionOf(found, showDelivery, ({ createdAt, id: at }) => momentOf(createdAt, at));
  }

  async complianceEvents(id: string, page: PageArguments): Promise<ComplianceEventConnection> {
    const request = spoken(readPage(page));
    const tenantId = await this.#granted(id, 'compliance');
    const found = await new PgCompliance(this.#reading(tenantId)).page(request);
    return connectionOf(found, showComplianceEvent, (event) => momentOf(event.at, event.id));
  }

  /** The caller's roles in that tenant, read once an operation; none for a partner, and those that count by their proof. */
  roles(tenantId: TenantId): Promise<readonly TenantRole[]> {
    const { caller } = this.tenants;
    if (caller.kind === 'partner' || (caller.structureOf ?? tenantId) !== tenantId)
      return Promise.resolve([]);
    const proof = proofOf(holderOf(caller));
    const asked =
      this.#roles.get(tenantId) ??
      new PgRoles(this.#reading(tenantId)).rolesOf(caller.idNat).then((roles) => rolesBy(proof, roles));
    this.#roles.set(tenantId, asked);
    return asked;
  }

  async #membership(tenantId: TenantId): Promise<StructureMembership | null> {
    const roles = await this.roles(tenantId);
    // A key is of its structure, and has no role there.
    if (roles.length === 0 && this.tenants.caller.kind === 'person') return null;
    const structure = await this.#structure(tenantId);
    return structure && { structure, roles: roles.map(showRole) };
  }

  async #structure(tenantId: TenantId): Promise<StructureType | null> {
    const tenant = await new PgTenantRegister(this.#reading(tenantId)).itself();
    return tenant && showStructure(tenantId, tenant);
  }

  // A field below a structure asks again: having reached the structure is no right.
  async #granted(id: string, view: StructureView): Promise<TenantId> {
    return spoken(await this.allowed(id, view));
  }

  #reading(tenantId: TenantId): TenantSql {
    return this.database.reading(this.tenants.contextOf(tenantId));
  }
}
