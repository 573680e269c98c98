import { needScope, rolesBy, type Scope } from '../access/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { ActContext, Actor } from '../tenancy/index.js';
import type { RoleStore } from './ports.js';

/**
 * May that actor administer this tenant? The installation itself, and whoever manages the tenant and came by Pro Santé Connect or by the tenant's own provider;
 * software and peers never, keys by `administers` alone.
 */
export async function mayAdminister(actor: Actor, roles: Pick<RoleStore, 'rolesOf'>): Promise<boolean> {
  switch (actor.kind) {
    case 'system':
      return true;
    case 'person': {
      const held = rolesBy(actor.proof, await roles.rolesOf(actor.idNat));
      return held.includes('manager') || held.includes('operatorAdmin');
    }
    case 'structure':
    case 'partner':
    case 'peer':
      return false;
  }
}

/**
 * May whoever acts do that part of this tenant's administration? People as above; a partner's key when it has that scope. Refuses forbidden,
 * scopeMissing.
 */
export async function administers(
  context: Pick<ActContext, 'actor' | 'scopes'>,
  roles: Pick<RoleStore, 'rolesOf'>,
  scope: Scope,
): Promise<Outcome<void>> {
  if (context.actor.kind === 'partner') return needScope(context.scopes ?? NO_SCOPE, scope);
  return (await mayAdminister(context.actor, roles)) ? done(undefined) : refused('forbidden');
}

const NO_SCOPE: ReadonlySet<string> = new Set();
