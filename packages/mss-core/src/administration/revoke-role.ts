import type { TenantRole } from '../access/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { mayGiveRole } from './grant-role.js';
import type { AdministrationDesk, Person } from './ports.js';

/** Takes a role away; what it held open closes. Refuses forbidden, scopeMissing, notFound (person, or role not held), lastManager. */
export async function revokeRole(
  context: TenantContext,
  desk: AdministrationDesk,
  { personId, role }: { readonly personId: string; readonly role: TenantRole },
): Promise<Outcome<void>> {
  const allowed = await mayGiveRole(context, desk, role);
  if (!allowed.ok) return allowed;
  const person = await desk.people.byId(personId);
  if (!person || !(await desk.roles.rolesOf(person.idNat)).includes(role)) return refused('notFound');
  return loseRole(context, desk, person, role);
}

/** The same for a role held and that may be taken by whoever acts. Refuses forbidden, lastManager. */
export async function loseRole(
  context: TenantContext,
  desk: AdministrationDesk,
  { id, idNat }: Person,
  role: TenantRole,
  last: 'refused' | 'allowed' = 'refused',
): Promise<Outcome<void>> {
  if (role === 'operatorAdmin') {
    const allowed = await mayGiveRole(context, desk, role);
    if (!allowed.ok) return allowed;
  }
  // Whoever runs a structure, or the installation, is never nobody.
  const holders = await desk.roles.holdersOf(role);
  if (last === 'refused' && role !== 'auditor' && holders.length <= 1) return refused('lastManager');
  await desk.roles.remove(id, role);
  const facts = { personId: id, idNat, role };
  await desk.journal.record([{ kind: 'role.revoked', outcome: 'ok', facts }]);
  return done(undefined);
}
