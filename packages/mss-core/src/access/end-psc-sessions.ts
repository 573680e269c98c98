import type { TenantId } from '../identifiers/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import {
  contextOfPortal,
  type PortalHolder,
  type PortalSessionPorts,
  tenantsOfHolder,
} from './open-portal-session.js';

/** A logout that an identity provider told of: one session of a person there, or all of them. */
export interface ToldLogout {
  readonly sub: string | null;
  readonly sid: string | null;
  /** SHA-256 of the notice's own name. */
  readonly noticeHash: Uint8Array;
  /** Until when that name must be remembered. */
  readonly until: Date;
  /** Of the wall clock, as sessions are. */
  readonly at: Date;
}

/** Sessions that came from Pro Santé Connect. */
export interface PscSessions {
  /** False when that notice was taken before: then nothing is done. */
  takeNotice(logout: ToldLogout): Promise<boolean>;
  /** Ends the sessions it speaks of, and announces each, so that what it holds open closes. */
  endPscSessions(logout: ToldLogout): Promise<void>;
}

export interface PscLogoutPorts extends PortalSessionPorts<PscSessions & { readonly journal: Journal }> {
  /** Who has a session open that the notice speaks of. */
  holdersOf(logout: ToldLogout): Promise<readonly PortalHolder[]>;
  /** One transaction in no tenant. */
  shared<T>(work: (sessions: PscSessions) => Promise<T>): Promise<T>;
}

/**
 * Ends the portal sessions that came from a session ended at Pro Santé Connect; false when the same notice was taken before.
 * Traced in each tenant of the person, in the transaction that ends them. Nobody left to sign out is a success
 * (OpenID Connect Back-Channel Logout 1.0 §2.7).
 */
export async function endPscSessions(
  ports: PscLogoutPorts,
  door: Omit<ActContext, 'actor' | 'means'>,
  logout: ToldLogout,
): Promise<boolean> {
  const visits = await visitsOf(ports, await ports.holdersOf(logout));
  const take = async (sessions: PscSessions) => {
    const isNew = await sessions.takeNotice(logout);
    if (isNew) await sessions.endPscSessions(logout);
    return isNew;
  };
  if (visits.length === 0) return ports.shared(take);
  return ports.acrossTenants(async (visit) => {
    let isNew = false;
    for (const [visited, { holder, tenantId }] of visits.entries()) {
      await visit(contextOfPortal(door, holder, tenantId), async (stores) => {
        // One session for all tenants: the first visit ends it, each of them traces it.
        if (visited === 0) isNew = await take(stores);
        if (isNew)
          await stores.journal.record([{ kind: 'session.closed', outcome: 'ok', facts: { by: 'psc' } }]);
      });
    }
    return isNew;
  });
}

async function visitsOf(
  ports: PscLogoutPorts,
  holders: readonly PortalHolder[],
): Promise<readonly { readonly holder: PortalHolder; readonly tenantId: TenantId }[]> {
  const all = await Promise.all(
    holders.map(async (holder) =>
      (await tenantsOfHolder(ports, holder)).map((tenantId) => ({ holder, tenantId })),
    ),
  );
  return all.flat();
}
