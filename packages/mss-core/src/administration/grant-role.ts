import type { TenantRole } from '../access/index.js';
import type { IdNat } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { mayAdminister } from './may-administer.js';
import type { AdministrationDesk } from './ports.js';

/** Gives a registered person a role in the tenant's administration. Refuses forbidden, notFound. */
export async function grantRole(
  context: TenantContext,
  desk: AdministrationDesk,
  newId: NewId,
  { idNat, role }: { readonly idNat: IdNat; readonly role: TenantRole },
): Promise<Outcome<void>> {
  if (!(await mayAdminister(context.actor, desk.roles))) return refused('forbidden');
  // Only the installation names those who run it.
  if (role === 'operatorAdmin' && context.actor.kind !== 'system') return refused('forbidden');
  const person = await desk.people.byIdNat(idNat);
  if (!person) return refused('notFound');
  if ((await desk.roles.rolesOf(idNat)).includes(role)) return done(undefined);
  await desk.roles.add({ id: newId(), personId: person.id, role });
  await desk.journal.record([{ kind: 'role.granted', outcome: 'ok', facts: { idNat, role } }]);
  return done(undefined);
}
