import { endOf } from '../administration/index.js';
import type { IdNat } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { TraceEvent } from '../traceability/index.js';
import type { ProvisioningDesk } from './desk.js';

/**
 * Makes a person leave the structure: accesses, roles and open sessions end in this transaction. Refuses forbidden for whoever runs the
 * operator: only the installation names them.
 */
export async function leaveStructure(
  context: TenantContext,
  desk: ProvisioningDesk,
  { id, idNat }: { readonly id: string; readonly idNat: IdNat },
): Promise<Outcome<void>> {
  const { roles, accesses, journal } = desk.administration;
  if ((await roles.rolesOf(idNat)).includes('operatorAdmin')) return refused('forbidden');
  const held = (await accesses.ofPerson(id)).filter(({ endsAt }) => endsAt === null || endsAt > context.at);
  for (const access of held)
    await accesses.change(access.id, access.version, { ...access, endsAt: endOf(context.at, access) });
  await desk.users.part(id, idNat);
  const ended = held.map(
    ({ id: accessId, balId }): TraceEvent => ({
      kind: 'access.ended',
      outcome: 'ok',
      balId,
      facts: { accessId, idNat },
    }),
  );
  await journal.record([...ended, { kind: 'person.left', outcome: 'ok', facts: { personId: id, idNat } }]);
  return done(undefined);
}

/** Makes a person one of the structure again, with the roles of their groups and no access to any BAL. */
export async function bringBack(
  _context: TenantContext,
  desk: ProvisioningDesk,
  id: string,
): Promise<Outcome<void>> {
  await desk.users.comeBack(id);
  const roles = await desk.groups.restore(id);
  await desk.administration.journal.record(
    roles.map((role): TraceEvent => ({ kind: 'role.granted', outcome: 'ok', facts: { personId: id, role } })),
  );
  return done(undefined);
}
