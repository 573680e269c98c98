import type { Actor } from '../tenancy/index.js';
import type { RoleStore } from './ports.js';

/**
 * May that actor administer this tenant? The installation itself, and whoever manages the tenant and came by Pro Santé Connect;
 * software, keys and peers never.
 */
export async function mayAdminister(actor: Actor, roles: Pick<RoleStore, 'rolesOf'>): Promise<boolean> {
  switch (actor.kind) {
    case 'system':
      return true;
    case 'person': {
      // RE_LPS_0100: an access de secours is for mail.
      if (actor.proof !== 'psc') return false;
      const held = await roles.rolesOf(actor.idNat);
      return held.includes('manager') || held.includes('operatorAdmin');
    }
    case 'structure':
    case 'partner':
    case 'peer':
      return false;
  }
}
