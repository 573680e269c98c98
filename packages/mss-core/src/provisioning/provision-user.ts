import type { IdNat } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { mayProvision, type ProvisioningDesk } from './desk.js';
import { wrongUserField } from './judge-user.js';
import { bringBack, leaveStructure, rename } from './leaving.js';
import type { ProvisionedUser, UserFields } from './ports.js';

/**
 * Takes a person of the structure's directory in. Whoever is known here already by that identity is taken over as they are: their accesses and
 * roles stay. Refuses forbidden, scopeMissing, inputInvalid (the field), identityTaken (the user name, or the identity, is there already).
 */
// EX_GBM_4230: nobody opens a BAL who is not in the base of end users.
export async function provisionUser(
  context: TenantContext,
  desk: ProvisioningDesk,
  { idNat, ...fields }: UserFields & { readonly idNat: IdNat },
): Promise<Outcome<ProvisionedUser>> {
  const allowed = await mayProvision(context, desk);
  if (!allowed.ok) return allowed;
  const field = wrongUserField(fields);
  if (field) return refused('inputInvalid', { field });
  await desk.users.hold();
  if (await desk.users.hasUserName(fields.userName)) return refused('identityTaken', { field: 'userName' });
  const { people, journal } = desk.administration;
  const known = await people.byIdNat(idNat);
  if (known && (await desk.users.byId(known.id))) return refused('identityTaken', { field: 'idNat' });
  const id = known?.id ?? desk.newId();
  const { familyName, givenName } = fields;
  if (!known) await people.add({ id, idNat, familyName, givenName });
  await desk.users.add(id, fields);
  await journal.record([
    { kind: 'person.provisioned', outcome: 'ok', facts: { personId: id, idNat, isNew: !known } },
  ]);
  const renamed = await rename(desk, id, fields);
  if (!renamed.ok) return renamed;
  const turned = await (fields.isActive ? bringBack(desk, id) : leaveStructure(context, desk, id));
  if (!turned.ok) return turned;
  const user = await desk.users.byId(id);
  return user ? done(user) : refused('notFound');
}
