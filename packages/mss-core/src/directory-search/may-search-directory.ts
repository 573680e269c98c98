import { needScope } from '../access/scopes.js';
import { done, type Outcome, refused } from '../outcome/index.js';

/** Who asks: a person, with what is open to them in this installation, or the key of a partner. */
export type DirectoryAsker =
  | { readonly kind: 'person'; readonly tenants: number }
  | { readonly kind: 'partner'; readonly scopes: ReadonlySet<string> };

/** Whether they may search: whoever has a BAL or a role here, and keys that were given the scope. Refuses nothingHere, scopeMissing. */
export function maySearchDirectory(asker: DirectoryAsker): Outcome<void> {
  if (asker.kind === 'partner') return needScope(asker.scopes, 'directory:read');
  return asker.tenants > 0 ? done(undefined) : refused('nothingHere');
}
