import { needScope } from '../access/scopes.js';
import type { StructureViewer } from '../access/see-structure.js';
import { done, type Outcome, refused } from '../outcome/index.js';

/**
 * Whether that caller may see the scheduled jobs. They are the installation's: a person's roles, or the key, are those of the operator's own
 * tenant; `null` is a key of any other. Refuses forbidden, scopeMissing.
 */
export function maySeeJobs(asker: StructureViewer | null): Outcome<void> {
  if (asker?.kind === 'partner') return needScope(asker.scopes, 'compliance:read');
  return asker && asker.roles.length > 0 ? done(undefined) : refused('forbidden');
}

/** Whether that caller may have a job run now: the operator's administrator, never a program. */
export function mayRunJobs(asker: StructureViewer | null): Outcome<void> {
  return asker?.kind === 'person' && asker.roles.includes('operatorAdmin')
    ? done(undefined)
    : refused('forbidden');
}
