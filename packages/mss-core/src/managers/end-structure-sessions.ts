import type { PortalHolder, ToldLogout } from '../access/index.js';
import type { TenantId } from '../identifiers/index.js';
import type { ActContext, TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';

export interface StructureLogoutStores {
  readonly journal: Journal;
  /** False when that notice was taken before: then nothing is done. */
  takeNotice(logout: ToldLogout): Promise<boolean>;
  /** Ends the sessions that the tenant's provider opened and the notice speaks of; answers whose they were. */
  endSessions(logout: ToldLogout): Promise<readonly PortalHolder[]>;
}

export interface StructureLogoutPorts {
  inTenant<T>(context: TenantContext, work: (stores: StructureLogoutStores) => Promise<T>): Promise<T>;
}

/**
 * Ends the portal sessions that came from a session ended at the provider of that structure; false when the same notice was taken before.
 * Traced for each person. Nobody left to sign out is a success (OpenID Connect Back-Channel Logout 1.0 §2.7).
 */
export function endStructureSessions(
  ports: StructureLogoutPorts,
  door: Omit<ActContext, 'actor' | 'means'>,
  tenantId: TenantId,
  logout: ToldLogout,
): Promise<boolean> {
  const actor = { kind: 'system', name: 'identity provider' } as const;
  return ports.inTenant({ ...door, means: 'portal', actor, tenantId }, async (stores) => {
    if (!(await stores.takeNotice(logout))) return false;
    const idNats = new Set((await stores.endSessions(logout)).map(({ idNat }) => idNat));
    const closed = { kind: 'session.closed', outcome: 'ok' } as const;
    await stores.journal.record(
      [...idNats].map((idNat) => ({ ...closed, facts: { by: 'structure', idNat } })),
    );
    return true;
  });
}
