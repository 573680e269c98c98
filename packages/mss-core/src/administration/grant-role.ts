import type { TenantRole } from '../access/index.js';
import type { IdNat } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { administers } from './may-administer.js';
import type { AdministrationDesk } from './ports.js';

/** Gives a registered person a role in the tenant's administration. Refuses forbidden, scopeMissing, notFound, personLeft. */
export async function grantRole(
  context: TenantContext,
  desk: AdministrationDesk,
  newId: NewId,
  { idNat, role }: { readonly idNat: IdNat; readonly role: TenantRole },
): Promise<Outcome<void>> {
  const allowed = await mayGiveRole(context, desk, role);
  if (!allowed.ok) return allowed;
  const person = await desk.people.byIdNat(idNat);
  if (!person) return refused('notFound');
  if (person.leftAt) return refused('personLeft');
  if ((await desk.roles.rolesOf(idNat)).includes(role)) return done(undefined);
  await desk.roles.add({ id: newId(), personId: person.id, role });
  const facts = { personId: person.id, idNat, role };
  await desk.journal.record([{ kind: 'role.granted', outcome: 'ok', facts }]);
  return done(undefined);
}

/** May whoever acts give that role, or take it? Refuses forbidden, scopeMissing. */
export async function mayGiveRole(
  context: TenantContext,
  desk: Pick<AdministrationDesk, 'roles'>,
  role: TenantRole,
): Promise<Outcome<void>> {
  const allowed = await administers(context, desk.roles, 'role:write');
  if (!allowed.ok || role !== 'operatorAdmin') return allowed;
  // Only the operator names those who run the installation.
  const { actor } = context;
  if (actor.kind === 'system') return done(undefined);
  const held = actor.kind === 'person' ? await desk.roles.rolesOf(actor.idNat) : [];
  return held.includes('operatorAdmin') ? done(undefined) : refused('forbidden');
}
