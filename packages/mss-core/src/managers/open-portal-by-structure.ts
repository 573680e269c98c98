import {
  type NewPortalSession,
  type PortalPerson,
  type PortalTenantStores,
  rolesBy,
  type TenantRole,
} from '../access/index.js';
import type { IdNat, TenantId } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { ActContext, TenantContext } from '../tenancy/index.js';
import { readEmail } from './local-identities.js';
import type { IdentityProviderStore, LocalIdentity } from './ports.js';

/** What a provider told of somebody, once its signature and all that it must say were verified. */
export interface ProvenLocally {
  readonly issuer: string;
  readonly subject: string;
  /** Null unless the provider says that it verified it. */
  readonly verifiedEmail: string | null;
  readonly acr: string | null;
  /** The session there, when the provider names it. */
  readonly sid: string | null;
}

export interface StructurePortalStores extends Pick<PortalTenantStores, 'journal' | 'openSession'> {
  readonly providers: Pick<IdentityProviderStore, 'current' | 'bySubject' | 'byEmail' | 'bind'>;
  readonly roles: { rolesOf(idNat: IdNat): Promise<readonly TenantRole[]> };
}

export interface StructurePortalPorts {
  inTenant<T>(context: TenantContext, work: (stores: StructurePortalStores) => Promise<T>): Promise<T>;
}

/**
 * Opens a portal session, in that structure alone, for whom its own provider has just recognised. Refuses authenticationFailed (whoever
 * is not registered, or whose address is bound to somebody else there), nothingHere (no role left), and what could not be proven. Traced
 * either way.
 */
export async function openPortalByStructure(
  ports: StructurePortalPorts,
  door: Omit<ActContext, 'actor' | 'means'>,
  tenantId: TenantId,
  proven: Outcome<ProvenLocally>,
  session: NewPortalSession,
): Promise<Outcome<PortalPerson>> {
  const unknown = { kind: 'system', name: 'unidentified' } as const;
  return ports.inTenant({ ...door, means: 'portal', actor: unknown, tenantId }, async (stores) => {
    const known = proven.ok ? await recognise(stores.providers, proven.value) : null;
    const opened: Outcome<PortalPerson> =
      known && proven.ok
        ? await open(stores, known, tenantId, proven.value, session)
        : proven.ok
          ? refused('authenticationFailed')
          : proven;
    const outcome = opened.ok ? 'ok' : opened.refusal.code;
    const issuer = proven.ok ? proven.value.issuer : null;
    const acr = proven.ok ? proven.value.acr : null;
    const idNat = known?.person.idNat ?? null;
    await stores.journal.record([
      {
        kind: opened.ok ? 'session.opened' : 'session.refused',
        outcome,
        facts: { authentication: 'structure', issuer, acr, idNat },
      },
    ]);
    return opened;
  });
}

async function open(
  { roles, openSession }: StructurePortalStores,
  { person }: LocalIdentity,
  tenantId: TenantId,
  { acr, subject, sid }: ProvenLocally,
  session: NewPortalSession,
): Promise<Outcome<PortalPerson>> {
  if (person.leftAt || rolesBy('structure', await roles.rolesOf(person.idNat)).length === 0)
    return refused('nothingHere');
  const name = `${person.givenName} ${person.familyName}`.trim();
  const opened = {
    idNat: person.idNat,
    name,
    acr,
    structureOf: tenantId,
    structureSession: { sub: subject, sid },
  };
  await openSession(session, opened);
  return done(opened);
}

/** By what was bound; else by an address that nobody was bound to yet, which is bound from now on. Never taken over from another subject. */
async function recognise(
  providers: StructurePortalStores['providers'],
  { issuer, subject, verifiedEmail }: ProvenLocally,
): Promise<LocalIdentity | null> {
  const provider = await providers.current();
  if (!provider || provider.issuer !== issuer) return null;
  const believed = ({ email }: LocalIdentity) => provider.domains.includes(readEmail(email)?.domain ?? '');
  const bound = await providers.bySubject(issuer, subject);
  if (bound) return believed(bound) ? bound : null;
  const email = verifiedEmail === null ? null : readEmail(verifiedEmail);
  const registered = email && (await providers.byEmail(email.email));
  if (!registered || !believed(registered)) return null;
  return (await providers.bind(registered.person.id, issuer, subject)) ? registered : null;
}
