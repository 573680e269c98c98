import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { entitlementOf } from './entitlement.js';
import type { OpenedBal } from './open-bal.js';
import { HELD_REFUSALS } from './read-bal.js';
import { type Bal, type HeldAccess, nextRightsChange } from './rights.js';

/**
 * Opens a BAL for a person already signed in, who may then do what each act asks. Refuses notFound (no such BAL, never held, a right not
 * in force, or a BAL only a certificate opens: the same answer), balNotOpen, balSuspended, cguNotAccepted.
 */
export function openHeldBal(
  context: TenantContext,
  bal: Bal | null,
  accesses: readonly HeldAccess[],
): Outcome<OpenedBal> {
  const { rights, obstacle } = entitlementOf(bal, accesses, context.at);
  if (obstacle) return refused(HELD_REFUSALS[obstacle]);
  if (!bal) return refused('notFound');
  return done({ context, bal, rights, rightsUntil: nextRightsChange(accesses, context.at) });
}
