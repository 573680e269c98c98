import type { IdNat } from '../identifiers/index.js';
import { parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome, type RefusalCode, refused } from '../outcome/index.js';
import type { ActContext, Actor, TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import { type EntitlementObstacle, entitlementOf } from './entitlement.js';
import type { BalRoute, BalStore, Routing } from './ports.js';
import { type Bal, type BalRights, nextRightsChange } from './rights.js';

/** Who an access token speaks for, once Pro Santé Connect has confirmed it. */
export interface VerifiedPerson {
  readonly idNat: IdNat;
  readonly name: string;
}

/** One request to open a BAL by IMAP or SMTP submission. */
export interface BalSessionRequest {
  /** The BAL's address as the client wrote it. */
  readonly address: string;
  /** What became of the client's proof; refusals of the identity provider are passed on. */
  readonly identity: Outcome<VerifiedPerson>;
  readonly proof: 'psc' | 'authcli';
  /** The right without which this door serves nothing: submission needs the right to send. */
  readonly needs?: 'send';
  /** EX_GDT_5060: kind of authentication, client program, port; never the token. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** A BAL opened by one person: what every later command of the session acts with. */
export interface OpenedBal {
  readonly context: TenantContext;
  readonly bal: Bal;
  readonly rights: BalRights;
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
 * Opens a BAL for a person. Refuses authenticationFailed (bad proof, unknown BAL, or a person who never held it: the same
 * answer), forbidden (a right not in force now), sendRightMissing, balSuspended, identityProviderUnavailable.
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
  const { actor } = opened.context;
  if (actor.kind !== 'person') return refused('forbidden');
  return ports.inTenant({ ...opened.context, at }, ({ bals }) =>
    entitlement(bals, { ...opened.context, at }, opened.bal.id, actor.idNat),
  );
}

async function judge(
  bals: BalStore,
  context: TenantContext,
  route: BalRoute,
  request: BalSessionRequest,
): Promise<Outcome<OpenedBal>> {
  if (!request.identity.ok) return request.identity;
  const opened = await entitlement(bals, context, route.balId, request.identity.value.idNat);
  // EX_GBM_5411: a delegate comes in to send only with the right to send.
  if (opened.ok && request.needs === 'send' && !opened.value.rights.maySend)
    return refused('sendRightMissing');
  return opened;
}

async function entitlement(
  bals: BalStore,
  context: TenantContext,
  balId: string,
  idNat: IdNat,
): Promise<Outcome<OpenedBal>> {
  const bal = await bals.byId(balId);
  if (!bal) return refused('authenticationFailed');
  const accesses = await bals.accessesOf(balId, idNat);
  const { rights, obstacle } = entitlementOf(bal, accesses, context.at);
  if (obstacle) return refused(REFUSAL[obstacle]);
  return done({ context, bal, rights, rightsUntil: nextRightsChange(accesses, context.at) });
}

/** Whoever never held the BAL, and a BAL no access token opens, get the answer of a bad proof. */
const REFUSAL: Readonly<Record<EntitlementObstacle, RefusalCode>> = {
  notHeld: 'authenticationFailed',
  notInForce: 'forbidden',
  openedByCertificate: 'authenticationFailed',
  suspended: 'balSuspended',
};

async function routeOf(routing: Routing, typed: string): Promise<BalRoute | null> {
  const address = parseMssAddress(typed);
  if (!address) return null;
  return (await routing.routesOf([address])).get(address) ?? null;
}

function actorOf({ identity, proof }: BalSessionRequest): Actor {
  if (!identity.ok) return { kind: 'system', name: 'unidentified' };
  return { kind: 'person', idNat: identity.value.idNat, name: identity.value.name, proof };
}
