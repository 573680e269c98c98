import { done, type Outcome, refused } from '../outcome/index.js';
import { needScope } from './scopes.js';
import type { StructureViewer } from './see-structure.js';

/**
 * Whether that caller may see how the liste blanche changed. It is the operator's business: a person's roles, or the key, are
 * those of the operator's own tenant; `null` is a key of any other. Refuses forbidden, scopeMissing.
 */
export function maySeeListeBlanche(asker: StructureViewer | null): Outcome<void> {
  if (asker?.kind === 'partner') return needScope(asker.scopes, 'compliance:read');
  return asker && asker.roles.length > 0 ? done(undefined) : refused('forbidden');
}

/** Whether that caller may say yes to a list that loses much of the one in force: a person in charge at the operator, never a program. */
export function mayApproveListeBlanche(asker: StructureViewer | null): Outcome<void> {
  const isInCharge =
    asker?.kind === 'person' && (asker.roles.includes('operatorAdmin') || asker.roles.includes('manager'));
  return isInCharge ? done(undefined) : refused('forbidden');
}
