import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { held, type ProvisioningDesk } from './desk.js';
import { foldUserName, sameUser, wrongUserField } from './judge-user.js';
import { bringBack, leaveStructure, rename } from './leaving.js';
import type { ProvisionedUser, UserFields } from './ports.js';

export interface UserChange {
  readonly id: string;
  /** The versions that whoever asks accepts to change; null for whichever it is at. */
  readonly versions: readonly string[] | null;
  /** What it becomes, from what it is. */
  readonly to: (user: ProvisionedUser) => Outcome<UserFields>;
}

/**
 * Changes a person as the directory says; what is as it says already stays as it is. Inactive, the person leaves. Refuses forbidden,
 * scopeMissing, notFound, changedMeanwhile, inputInvalid, identityTaken, and what `to` refuses.
 */
export async function changeUser(
  context: TenantContext,
  desk: ProvisioningDesk,
  { id, versions, to }: UserChange,
): Promise<Outcome<ProvisionedUser>> {
  const found = await held(context, desk, () => desk.users.byId(id), versions);
  if (!found.ok) return found;
  const user = found.value;
  const wanted = to(user);
  if (!wanted.ok) return wanted;
  const fields = wanted.value;
  if (sameUser(user, fields)) return done(user);
  const field = wrongUserField(fields);
  if (field) return refused('inputInvalid', { field });
  if (foldUserName(fields.userName) !== foldUserName(user.userName)) {
    if (await desk.users.hasUserName(fields.userName)) return refused('identityTaken', { field: 'userName' });
  }
  await desk.users.change(id, fields);
  const renamed = await rename(desk, id, fields);
  if (!renamed.ok) return renamed;
  await desk.administration.journal.record([
    { kind: 'person.updated', outcome: 'ok', facts: { personId: id, idNat: user.idNat } },
  ]);
  const turned = await turn(context, desk, user, fields);
  if (!turned.ok) return turned;
  const changed = await desk.users.byId(id);
  return changed ? done(changed) : refused('notFound');
}

async function turn(
  context: TenantContext,
  desk: ProvisioningDesk,
  user: ProvisionedUser,
  { isActive }: UserFields,
): Promise<Outcome<void>> {
  if (user.isActive === isActive) return done(undefined);
  return isActive ? bringBack(desk, user.id) : leaveStructure(context, desk, user.id);
}
