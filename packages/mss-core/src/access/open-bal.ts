import type { IdNat, StructureIdNat, TenantId } from '../identifiers/index.js';
import { parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome, type RefusalCode, refused } from '../outcome/index.js';
import type { ActContext, Actor, TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import { type EntitlementObstacle, entitlementOf, structureObstacle } from './entitlement.js';
import type { BalRoute, BalStore, Routing } from './ports.js';
import { type Bal, nextRightsChange, type SessionRights } from './rights.js';
import { opensMail } from './roles-by.js';

/** Who an access token speaks for, once Pro Santé Connect has confirmed it. */
export interface VerifiedPerson {
  readonly idNat: IdNat;
  readonly name: string;
}

/** Who came in without Pro Santé Connect, and in which structure: it counts nowhere else. */
export interface SecoursPerson extends VerifiedPerson {
  readonly tenantId: TenantId;
}

/** Which structure an AUTH_CLI certificate speaks for, once it was judged. */
export interface VerifiedStructure {
  readonly idNat: StructureIdNat;
  /** RFC 2253 text. */
  readonly dn: string;
}

/** What became of the client's proof; refusals of the identity provider and of the certificate's judge are passed on. */
export type Proven =
  | { readonly proof: 'psc'; readonly identity: Outcome<VerifiedPerson> }
  | { readonly proof: 'secours'; readonly identity: Outcome<SecoursPerson> }
  | { readonly proof: 'authcli'; readonly identity: Outcome<VerifiedStructure> };

/** One request to open a BAL by IMAP or SMTP submission. */
export type BalSessionRequest = Proven & {
  /** The BAL's address as the client wrote it. */
  readonly address: string;
  /** The right without which this door serves nothing: submission needs the right to send. */
  readonly needs?: 'send';
  /** EX_GDT_5060: kind of authentication, client program, port; never the token. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
};

/** A BAL opened by one person or one structure's software: what every later command of the session acts with. */
export interface OpenedBal {
  readonly context: TenantContext;
  readonly bal: Bal;
  readonly rights: SessionRights;
  /** When the rights will change by themselves, if they will; the session asks again then. */
  readonly rightsUntil: Date | null;
}

export interface BalSessionPorts {
  readonly routing: Routing;
  inTenant<T>(
    context: TenantContext,
    work: (stores: { readonly bals: BalStore; readonly journal: Journal }) => Promise<T>,
  ): Promise<T>;
}

/**
 * Opens a BAL for a person or for the software of a structure. Refuses authenticationFailed (bad proof, unknown BAL, or nothing
 * ever held there: the same answer), forbidden (a right not in force now), sendRightMissing, balNotOpen, balSuspended,
 * cguNotAccepted, identityProviderUnavailable, and what the certificate's judge refuses.
 */
// EX_LPS_0900 (8): the verified idNat must be that of a person entitled to the BAL at this moment.
export async function openBalSession(
  ports: BalSessionPorts,
  door: Omit<ActContext, 'actor'>,
  request: BalSessionRequest,
): Promise<Outcome<OpenedBal>> {
  const route = await routeOf(ports.routing, request.address);
  if (!route) return request.identity.ok ? refused('authenticationFailed') : request.identity;
  const context = { ...door, actor: actorOf(request), tenantId: route.tenantId };
  return ports.inTenant(context, async ({ bals, journal }) => {
    const opened = await judge(bals, context, route, request);
    await journal.record([
      {
        kind: opened.ok ? 'session.opened' : 'session.refused',
        outcome: opened.ok ? 'ok' : opened.refusal.code,
        balId: route.balId,
        facts: request.facts,
      },
    ]);
    return opened;
  });
}

/** What a session may still do, or why it must end: asked again whenever the BAL or its accesses change. */
export async function recheckBalSession(
  ports: Pick<BalSessionPorts, 'inTenant'>,
  at: Date,
  opened: OpenedBal,
): Promise<Outcome<OpenedBal>> {
  return ports.inTenant({ ...opened.context, at }, ({ bals }) =>
    entitlement(bals, { ...opened.context, at }, opened.bal.id),
  );
}

async function judge(
  bals: BalStore,
  context: TenantContext,
  route: BalRoute,
  request: BalSessionRequest,
): Promise<Outcome<OpenedBal>> {
  if (!request.identity.ok) return request.identity;
  if (isOfAnother(context.tenantId, request)) return refused('authenticationFailed');
  const opened = await entitlement(bals, context, route.balId);
  // EX_GBM_5411: a delegate comes in to send only with the right to send.
  if (opened.ok && request.needs === 'send' && !opened.value.rights.maySend)
    return refused('sendRightMissing');
  return opened;
}

function isOfAnother(tenantId: TenantId, request: BalSessionRequest): boolean {
  return request.proof === 'secours' && request.identity.ok && request.identity.value.tenantId !== tenantId;
}

async function entitlement(
  bals: BalStore,
  context: TenantContext,
  balId: string,
): Promise<Outcome<OpenedBal>> {
  const bal = await bals.byId(balId);
  if (!bal) return refused('authenticationFailed');
  const { actor } = context;
  if (actor.kind === 'person') {
    if (!opensMail(actor.proof)) return refused('forbidden');
    // RE_LPS_0100: switched off or revoked, it ends what it opened.
    if (actor.proof === 'secours' && !(await bals.hasSecours(actor.idNat))) return refused('forbidden');
    return entitledPerson(bals, context, bal, actor.idNat);
  }
  if (actor.kind === 'structure') return entitledStructure(bals, context, bal, actor.idNat);
  return refused('forbidden');
}

async function entitledPerson(
  bals: BalStore,
  context: TenantContext,
  bal: Bal,
  idNat: IdNat,
): Promise<Outcome<OpenedBal>> {
  const accesses = await bals.accessesOf(bal.id, idNat);
  const { rights, obstacle } = entitlementOf(bal, accesses, context.at);
  if (obstacle) return refused(REFUSAL[obstacle]);
  return done({ context, bal, rights, rightsUntil: nextRightsChange(accesses, context.at) });
}

async function entitledStructure(
  bals: BalStore,
  context: TenantContext,
  bal: Bal,
  idNat: StructureIdNat,
): Promise<Outcome<OpenedBal>> {
  const obstacle = structureObstacle(bal, await bals.structuresOf(bal.id), idNat);
  if (obstacle) return refused(REFUSAL[obstacle]);
  const rights = { role: 'structure', mayRead: true, maySend: true } as const;
  return done({ context, bal, rights, rightsUntil: null });
}

/** Whoever never held the BAL, and a BAL that this kind of proof does not open, get the answer of a bad proof. */
const REFUSAL: Readonly<Record<EntitlementObstacle | 'openedByToken', RefusalCode>> = {
  notHeld: 'authenticationFailed',
  notInForce: 'forbidden',
  openedByCertificate: 'authenticationFailed',
  openedByToken: 'authenticationFailed',
  notOpen: 'balNotOpen',
  suspended: 'balSuspended',
  cguNotAccepted: 'cguNotAccepted',
};

async function routeOf(routing: Routing, typed: string): Promise<BalRoute | null> {
  const address = parseMssAddress(typed);
  if (!address) return null;
  return (await routing.routesOf([address])).get(address) ?? null;
}

function actorOf({ proof, identity }: BalSessionRequest): Actor {
  if (!identity.ok) return { kind: 'system', name: 'unidentified' };
  if (proof === 'authcli') {
    const { idNat, dn } = identity.value;
    return { kind: 'structure', idNat, dn };
  }
  const { idNat, name } = identity.value;
  return { kind: 'person', idNat, name, proof };
}
