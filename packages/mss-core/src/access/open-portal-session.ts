import type { IdNat, TenantId } from '../identifiers/index.js';
import { done, type Outcome, type Refusal, refused } from '../outcome/index.js';
import type { ActContext, PersonProof, TenantContext } from '../tenancy/index.js';
import type { Journal, TraceEvent } from '../traceability/index.js';
import type { VerifiedPerson } from './open-bal.js';
import type { Routing } from './ports.js';

/** A portal session about to be kept. Times are of the wall clock: sessions do not follow the business clock. */
export interface NewPortalSession {
  readonly id: string;
  /** SHA-256 of the token given to the person; the token itself is kept nowhere. */
  readonly tokenHash: Uint8Array;
  readonly createdAt: Date;
  /** Its latest end, even when used all the time. */
  readonly expiresAt: Date;
}

/** What a visit of one tenant offers; sessions belong to all tenants and may be opened from within any visit. */
export interface PortalTenantStores {
  /** Whether the person has, at that moment, a role there or an access to one of its BAL. */
  holdsSomething(idNat: IdNat, at: Date): Promise<boolean>;
  readonly journal: Journal;
  openSession(session: NewPortalSession, person: PortalPerson): Promise<void>;
  /** False when it had ended already. */
  endSession(tokenHash: Uint8Array, at: Date): Promise<boolean>;
}

export interface PortalPerson extends VerifiedPerson {
  /** Level of authentication Pro Santé Connect announced, when it did. */
  readonly acr: string | null;
  /** RE_LPS_0100: who came by an access de secours works in that structure alone. */
  readonly secoursOf?: TenantId;
  /** Who came by the identity provider of a structure administers that structure alone, and opens no BAL. */
  readonly structureOf?: TenantId;
  /** The session at Pro Santé Connect that this one came from, and ends with. */
  readonly psc?: SessionThere;
  /** The same at the provider of the structure. */
  readonly structureSession?: SessionThere;
}

/** A person and their session, as an identity provider names them. */
export interface SessionThere {
  readonly sub: string;
  readonly sid: string | null;
}

/** Whose a portal session is. */
export type PortalHolder = Omit<PortalPerson, 'acr' | 'psc' | 'structureSession'>;

export interface PortalSessionPorts<Stores = PortalTenantStores> {
  readonly routing: Pick<Routing, 'tenantsOf'>;
  /** One transaction, visiting tenants one after the other. */
  acrossTenants<T>(
    work: (
      visit: <U>(context: TenantContext, work: (stores: Stores) => Promise<U>) => Promise<U>,
    ) => Promise<T>,
  ): Promise<T>;
}

/**
 * Opens a portal session for a person Pro Santé Connect has just confirmed. Refuses nothingHere to whoever holds no BAL and
 * no role. Traced in each tenant of the person, in the transaction that keeps the session.
 */
export async function openPortalSession(
  ports: PortalSessionPorts,
  door: Omit<ActContext, 'actor' | 'means'>,
  person: PortalPerson,
  session: NewPortalSession,
): Promise<Outcome<NewPortalSession>> {
  const tenants = await tenantsOfHolder(ports, person);
  return ports.acrossTenants(async (visit) => {
    const enter = <U>(tenantId: TenantId, work: (stores: PortalTenantStores) => Promise<U>) =>
      visit(contextOfPortal(door, person, tenantId), work);
    const holding: TenantId[] = [];
    for (const tenantId of tenants) {
      if (await enter(tenantId, (stores) => stores.holdsSomething(person.idNat, door.at)))
        holding.push(tenantId);
    }
    const refusal: Refusal | null = holding.length === 0 ? { code: 'nothingHere', detail: {} } : null;
    for (const tenantId of refusal ? tenants : holding) {
      await enter(tenantId, (stores) => stores.journal.record([traceOf(refusal, person)]));
    }
    const [first] = holding;
    if (!first) return refused('nothingHere');
    await enter(first, (stores) => stores.openSession(session, person));
    return done(session);
  });
}

// EX_GDT_5060: who, from where, by which authentication; never the token.
function traceOf(refusal: Refusal | null, person: PortalPerson): TraceEvent {
  return {
    kind: refusal ? 'session.refused' : 'session.opened',
    outcome: refusal?.code ?? 'ok',
    facts: factsOf(person),
  };
}

function factsOf(person: PortalPerson): NonNullable<TraceEvent['facts']> {
  switch (proofOf(person)) {
    case 'psc':
      return { authentication: 'psc', acr: person.acr };
    case 'secours':
      return { authentication: 'secours', secondFactor: 'TOTP' };
    case 'structure':
      return { authentication: 'structure', acr: person.acr };
  }
}

/** Where that person's session counts. */
export async function tenantsOfHolder(
  { routing }: Pick<PortalSessionPorts, 'routing'>,
  { idNat, secoursOf, structureOf }: PortalHolder,
): Promise<readonly TenantId[]> {
  const tenants = await routing.tenantsOf(idNat);
  const only = secoursOf ?? structureOf;
  return only ? tenants.filter((tenantId) => tenantId === only) : tenants;
}

/** By what the person of a portal session was known. */
export function proofOf({
  secoursOf,
  structureOf,
}: Pick<PortalHolder, 'secoursOf' | 'structureOf'>): PersonProof {
  if (secoursOf) return 'secours';
  return structureOf ? 'structure' : 'psc';
}

/** A person at work in one tenant through the portal. */
export function contextOfPortal(
  door: Omit<ActContext, 'actor' | 'means'>,
  holder: PortalHolder,
  tenantId: TenantId,
): TenantContext {
  const { idNat, name } = holder;
  const actor = { kind: 'person', idNat, name, proof: proofOf(holder) } as const;
  return { ...door, means: 'portal', actor, tenantId };
}
