import { done, type Outcome, type RefusalCode, refused } from '../outcome/index.js';
import { type EntitlementObstacle, entitlementOf } from './entitlement.js';
import { mayUseFolders } from './folder-rights.js';
import type { Bal, BalRights, HeldAccess } from './rights.js';

/**
 * What a person already signed in may do with a BAL's messages. Refuses notFound (no such BAL, never held, a right not in
 * force, or a BAL only a certificate opens: the same answer), balNotOpen, balSuspended, cguNotAccepted, readRightMissing.
 */
export function readBal(
  bal: Pick<Bal, 'state' | 'kind'> | null,
  accesses: readonly HeldAccess[],
  at: Date,
): Outcome<BalRights> {
  const { rights, obstacle } = entitlementOf(bal, accesses, at);
  if (obstacle) return refused(HELD_REFUSALS[obstacle]);
  return mayUseFolders(rights) ? done(rights) : refused('readRightMissing');
}

/** What the portal answers to whoever may not: nothing tells a BAL of others from none. */
export const HELD_REFUSALS: Readonly<Record<EntitlementObstacle, RefusalCode>> = {
  notHeld: 'notFound',
  notInForce: 'notFound',
  openedByCertificate: 'notFound',
  notOpen: 'balNotOpen',
  suspended: 'balSuspended',
  cguNotAccepted: 'cguNotAccepted',
};
