import {
  answersFor,
  type Bal,
  type BalRights,
  done,
  type HeldAccess,
  needScope,
  type OpenedBal,
  type Outcome,
  openHeldBal,
  opensMail,
  parseUuid,
  proofOf,
  readBal,
  refused,
  rightsAt,
  type TenantId,
} from '@cachet/mss-core';
import { type Database, PgBalStore } from '@cachet/schema';
import DataLoader from 'dataloader';
import { holderOf } from '../context/caller.js';
import type { BalHolding, BalType } from '../types/bal.js';
import { showBal, showBalRole } from './show-bal.js';
import type { StructureReads } from './structure-reads.js';
import type { TenantsOfCaller } from './tenants-of-caller.js';

/** A BAL to which the caller has or had an access. */
export interface HeldBal {
  readonly tenantId: TenantId;
  readonly bal: Bal;
  readonly accesses: readonly HeldAccess[];
}

interface BalPlace {
  readonly tenantId: TenantId;
  readonly balId: string;
}

/** A BAL whose messages the caller may read. */
export interface ReadableBal {
  readonly tenantId: TenantId;
  readonly balId: string;
  readonly rights: BalRights;
}

/** BAL as their holders and managers see them. What is held is read once an operation. */
export class BalReads {
  #held: Promise<ReadonlyMap<string, HeldBal>> | null = null;
  readonly #there = new DataLoader<BalPlace, Bal | null, string>((places) => this.#readThere(places), {
    cacheKeyFn: ({ tenantId, balId }) => `${tenantId} ${balId}`,
  });

  constructor(
    private readonly database: Database,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  /** BAL held now, in order of address. */
  async holdings(): Promise<readonly BalHolding[]> {
    const held = [...(await this.allHeld()).values()].map(({ bal, accesses }) => {
      const rights = rightsAt(accesses, this.tenants.act.at);
      return (
        rights && {
          ...rights,
          bal: showBal(bal),
          role: showBalRole(rights.role),
          mayManageAccesses: this.#answersFor(bal, rights),
        }
      );
    });
    return held
      .filter((holding) => holding !== null)
      .sort((a, b) => (a.bal.address < b.bal.address ? -1 : 1));
  }

  /** A BAL held, or one of a structure managed, or one of the key's tenant. Refuses notFound, scopeMissing. */
  async see(id: string): Promise<Outcome<BalType>> {
    const { caller } = this.tenants;
    const allowed = caller.kind === 'partner' ? needScope(caller.scopes, 'bal:read') : null;
    if (allowed && !allowed.ok) return allowed;
    const balId = parseUuid(id);
    const found = balId && ((await this.#heldNow(balId)) ?? (await this.#administered(balId)));
    return found ? done(showBal(found)) : refused('notFound');
  }

  /** What the caller may do with the messages of a BAL. Refuses notFound, balNotOpen, balSuspended, cguNotAccepted, readRightMissing. */
  async readable(id: string): Promise<Outcome<ReadableBal>> {
    const held = (await this.allHeld()).get(id.toLowerCase());
    if (!held) return refused('notFound');
    const rights = readBal(held.bal, held.accesses, this.tenants.act.at);
    return rights.ok ? done({ tenantId: held.tenantId, balId: held.bal.id, rights: rights.value }) : rights;
  }

  /** A BAL to which the caller has or had an access. */
  async held(balId: string): Promise<HeldBal | null> {
    return (await this.allHeld()).get(balId) ?? null;
  }

  /** A BAL opened for what its holder may do there. Refuses notFound, balNotOpen, balSuspended, cguNotAccepted. */
  async opened(id: string): Promise<Outcome<OpenedBal>> {
    const held = (await this.allHeld()).get(id.toLowerCase());
    if (!held) return refused('notFound');
    return openHeldBal(this.tenants.contextOf(held.tenantId), held.bal, held.accesses);
  }

  async isIn(tenantId: TenantId, balId: string): Promise<boolean> {
    return (await this.#there.load({ tenantId, balId })) !== null;
  }

  async #heldNow(balId: string): Promise<Bal | null> {
    const held = (await this.allHeld()).get(balId);
    return held && rightsAt(held.accesses, this.tenants.act.at) ? held.bal : null;
  }

  async #administered(balId: string): Promise<Bal | null> {
    const { caller } = this.tenants;
    for (const tenantId of await this.tenants.list()) {
      if (caller.kind === 'person' && (await this.structures.roles(tenantId)).length === 0) continue;
      const bal = await this.#there.load({ tenantId, balId });
      if (bal) return bal;
    }
    return null;
  }

  // RE_LPS_0100: an access de secours is for mail.
  #answersFor(bal: Bal, { role }: BalRights): boolean {
    const { caller } = this.tenants;
    const isByPsc = caller.kind === 'person' && proofOf(holderOf(caller)) === 'psc';
    return isByPsc && bal.kind !== 'applicative' && answersFor(role);
  }

  /** Every BAL to which the caller has or had an access, by id. */
  allHeld(): Promise<ReadonlyMap<string, HeldBal>> {
    this.#held ??= this.#readHeld();
    return this.#held;
  }

  async #readHeld(): Promise<ReadonlyMap<string, HeldBal>> {
    const { caller } = this.tenants;
    if (caller.kind === 'partner' || !opensMail(proofOf(holderOf(caller)))) return new Map();
    const byTenant = await Promise.all(
      (await this.tenants.list()).map(async (tenantId) => {
        const held = await this.#store(tenantId).heldBy(caller.idNat);
        return held.map((each) => ({ ...each, tenantId }));
      }),
    );
    return new Map(byTenant.flat().map((held) => [held.bal.id, held]));
  }

  /** Those of one tenant together. */
  async #readThere(places: readonly BalPlace[]): Promise<(Bal | null)[]> {
    const groups = [...Map.groupBy(places, ({ tenantId }) => tenantId)];
    const read = await Promise.all(
      groups.map(([tenantId, group]) => this.#store(tenantId).those(group.map(({ balId }) => balId))),
    );
    // An identifier is of one BAL, and behind the wall each tenant shows its own alone.
    const found = new Map(
      read.flatMap((bals, index) => bals.map((bal) => [`${groups[index]?.[0]} ${bal.id}`, bal])),
    );
    return places.map(({ tenantId, balId }) => found.get(`${tenantId} ${balId}`) ?? null);
  }

  #store(tenantId: TenantId): PgBalStore {
    return new PgBalStore(this.database.reading(this.tenants.contextOf(tenantId)));
  }
}
