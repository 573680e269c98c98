import { foldName } from '../bal/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import { GROUP_ROLES, type GroupRole } from './ports.js';

const NAMES: Readonly<Record<GroupRole, readonly string[]>> = {
  manager: ['manager', 'managers', 'gestionnaire', 'gestionnaires'],
  auditor: ['auditor', 'auditors', 'auditeur', 'auditeurs'],
};

/**
 * The role that a group gives: the one it says, else the one it is named for. Refuses forbidden (a role that no directory gives),
 * inputInvalid.
 */
export function roleOfGroup(displayName: string, said: string | null): Outcome<GroupRole> {
  if (said === 'operatorAdmin') return refused('forbidden');
  const name = foldName(displayName);
  const role = GROUP_ROLES.find((each) => (said === null ? NAMES[each].includes(name) : each === said));
  return role ? done(role) : refused('inputInvalid', { field: said === null ? 'displayName' : 'role' });
}
