import { type AdministrationDesk, administers } from '../administration/index.js';
import type { BalDesk, BalPolicy } from '../bal/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import type { ProvisionedGroups, ProvisionedUsers } from './ports.js';

/** What keeping the people of a directory needs, within one transaction of one tenant. */
export interface ProvisioningDesk {
  readonly administration: AdministrationDesk & BalDesk;
  readonly policy: BalPolicy;
  readonly newId: NewId;
  readonly users: ProvisionedUsers;
  readonly groups: ProvisionedGroups;
}

/** May whoever acts keep the people of the structure as its directory has them? Refuses forbidden, scopeMissing. */
export function mayProvision(
  context: TenantContext,
  { administration: { roles } }: ProvisioningDesk,
): Promise<Outcome<void>> {
  return administers(context, roles, 'scim:write');
}

/**
 * What a directory asks to change, once it is allowed to and nobody else changes it: refuses forbidden, scopeMissing, notFound, and
 * changedMeanwhile when it is at none of the versions that were read (null for whichever).
 */
export async function held<T extends { readonly version: string }>(
  context: TenantContext,
  desk: ProvisioningDesk,
  read: () => Promise<T | null>,
  versions: readonly string[] | null,
): Promise<Outcome<T>> {
  const allowed = await mayProvision(context, desk);
  if (!allowed.ok) return allowed;
  await desk.users.hold();
  const found = await read();
  if (!found) return refused('notFound');
  return versions === null || versions.includes(found.version) ? done(found) : refused('changedMeanwhile');
}
