import { done, type Outcome, refused } from '../outcome/index.js';
import { needScope } from './scopes.js';
import type { StructureViewer } from './see-structure.js';

/**
 * Whether that caller may have the liste blanche fetched now. It is the installation's, not a structure's: a person's roles
 * are those in the operator's own tenant. Refuses forbidden, scopeMissing.
 */
export function mayRefreshListeBlanche(asker: StructureViewer): Outcome<void> {
  if (asker.kind === 'partner') return needScope(asker.scopes, 'listeBlanche:refresh');
  return asker.roles.includes('operatorAdmin') ? done(undefined) : refused('forbidden');
}
