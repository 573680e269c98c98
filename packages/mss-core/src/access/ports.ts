import type { IdNat, MssAddress, StructureIdNat } from '../identifiers/index.js';
import type { Bal, HeldAccess } from './rights.js';

/** The BAL of one tenant. */
export interface BalStore {
  byId(balId: string): Promise<Bal | null>;
  byAddress(address: MssAddress): Promise<Bal | null>;
  /** Notes that the BAL turns a letter away for want of room; answers since when it does. */
  noteFull(balId: string, at: Date): Promise<Date>;
  /** Every access of that person to that BAL, past ones included. */
  accessesOf(balId: string, idNat: IdNat): Promise<readonly HeldAccess[]>;
  /** Whether that person's access de secours is in force here. */
  hasSecours(idNat: IdNat): Promise<boolean>;
  /** The structures that BAL is attached to: the tenant itself when it has a FINESS number, and those it authorised. */
  structuresOf(balId: string): Promise<readonly StructureIdNat[]>;
}

/** Where an address leads, known before any tenant is. */
export interface BalRoute {
  readonly address: MssAddress;
  readonly tenantId: import('../identifiers/index.js').TenantId;
  readonly balId: string;
  readonly state: Bal['state'];
}

/** The shared routing tables: what must be known before a tenant is. */
export interface Routing {
  routesOf(addresses: readonly MssAddress[]): Promise<ReadonlyMap<MssAddress, BalRoute>>;
  /** True when at least one tenant of this installation is served on that domain (lower case). */
  isOurDomain(domain: string): Promise<boolean>;
  tenantsOf(idNat: IdNat): Promise<readonly import('../identifiers/index.js').TenantId[]>;
}
