import type { ActContext } from '../tenancy/index.js';
import {
  contextOfPortal,
  type PortalHolder,
  type PortalSessionPorts,
  type PortalTenantStores,
  tenantsOfHolder,
} from './open-portal-session.js';

/** The session its person closes. */
export interface ClosingPortalSession {
  /** SHA-256 of its token. */
  readonly tokenHash: Uint8Array;
  /** Of the wall clock, as sessions are. */
  readonly at: Date;
}

/**
 * Ends a portal session at its person's wish; false when it had ended already. Traced in each tenant of the person, in the
 * transaction that ends it.
 */
export async function closePortalSession(
  ports: PortalSessionPorts<Pick<PortalTenantStores, 'endSession' | 'journal'>>,
  door: Omit<ActContext, 'actor' | 'means'>,
  person: PortalHolder,
  session: ClosingPortalSession,
): Promise<boolean> {
  const tenants = await tenantsOfHolder(ports, person);
  return ports.acrossTenants(async (visit) => {
    let ended = false;
    for (const [visited, tenantId] of tenants.entries()) {
      await visit(contextOfPortal(door, person, tenantId), async ({ endSession, journal }) => {
        // One session for all tenants: the first visit ends it, each of them traces it.
        if (visited === 0) ended = await endSession(session.tokenHash, session.at);
        if (ended) await journal.record([{ kind: 'session.closed', outcome: 'ok' }]);
      });
    }
    return ended;
  });
}
