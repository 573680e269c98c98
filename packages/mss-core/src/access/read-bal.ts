import { done, type Outcome, refused } from '../outcome/index.js';
import { mayUseFolders } from './folder-rights.js';
import { type Bal, type BalAccess, type BalRights, rightsAt } from './rights.js';

/**
 * What a person already signed in may do with a BAL's messages. Refuses notFound (no such BAL, never held, or a right not in
 * force: the same answer), balSuspended, readRightMissing.
 */
export function readBal(
  bal: Pick<Bal, 'state'> | null,
  accesses: readonly BalAccess[],
  at: Date,
): Outcome<BalRights> {
  const rights = rightsAt(accesses, at);
  if (!bal || !rights) return refused('notFound');
  if (bal.state === 'suspended') return refused('balSuspended');
  return mayUseFolders(rights) ? done(rights) : refused('readRightMissing');
}
