import {
  type ActContext,
  type Actor,
  type IdNat,
  type PortalHolder,
  proofOf,
  type TenantId,
} from '@cachet/mss-core';

/** A person signed in on the portal. `sessionId` names the session without giving its token away. */
export interface PersonCaller {
  readonly kind: 'person';
  readonly idNat: IdNat;
  readonly name: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
  /** The structure whose access de secours opened the session; null when Pro Santé Connect did. */
  readonly secoursOf: TenantId | null;
  /** The structure whose identity provider opened the session; null when Pro Santé Connect or an access de secours did. */
  readonly structureOf: TenantId | null;
}

/** A partner application, known by its key. */
export interface PartnerCaller {
  readonly kind: 'partner';
  readonly tenantId: TenantId;
  readonly apiKeyId: string;
  readonly name: string;
  readonly scopes: ReadonlySet<string>;
  /** When the token that was presented in place of the key ends; null for the key itself. */
  readonly tokenEndsAt: Date | null;
}

export type Caller = PersonCaller | PartnerCaller;

/** The caller as the core knows who holds a portal session. */
export function holderOf({ idNat, name, secoursOf, structureOf }: PersonCaller): PortalHolder {
  return { idNat, name, ...(secoursOf && { secoursOf }), ...(structureOf && { structureOf }) };
}

/** The caller as traces name them. */
export function actorOf(caller: Caller): Actor {
  return caller.kind === 'person'
    ? { kind: 'person', idNat: caller.idNat, name: caller.name, proof: proofOf(holderOf(caller)) }
    : { kind: 'partner', apiKeyId: caller.apiKeyId, name: caller.name };
}

export function actOf(caller: Caller, act: Omit<ActContext, 'actor' | 'means'>): ActContext {
  const acting = { ...act, actor: actorOf(caller) };
  return caller.kind === 'person'
    ? { ...acting, means: 'portal' }
    : { ...acting, means: 'api', scopes: caller.scopes };
}
