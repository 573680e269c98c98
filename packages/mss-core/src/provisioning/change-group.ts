import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { TraceEvent } from '../traceability/index.js';
import { held, mayProvision, type ProvisioningDesk } from './desk.js';
import type { GroupFields, ProvisionedGroup, ProvisionedMember } from './ports.js';
import { roleOfGroup } from './role-of-group.js';

/** A group and all who are in it. */
export interface GroupWithMembers {
  readonly group: ProvisionedGroup;
  readonly members: readonly ProvisionedMember[];
}

export interface WantedGroup extends GroupFields {
  /** Ids of people. */
  readonly members: readonly string[];
}

export interface GroupChange {
  readonly id: string;
  readonly versions: readonly string[] | null;
  readonly to: (now: GroupWithMembers) => Outcome<WantedGroup>;
}

const LONGEST_NAME = 256;
const MOST_MEMBERS = 1000;

/**
 * Makes a group of the directory a role of the structure: one group for each role. Refuses forbidden (a role that no directory gives too),
 * scopeMissing, inputInvalid (a name that is no role, a member who is nobody), identityTaken, limitReached.
 */
export async function addGroup(
  context: TenantContext,
  desk: ProvisioningDesk,
  { role: said, ...wanted }: WantedGroup & { readonly role: string | null },
): Promise<Outcome<GroupWithMembers>> {
  const allowed = await mayProvision(context, desk);
  if (!allowed.ok) return allowed;
  const role = roleOfGroup(wanted.displayName, said);
  if (!role.ok) return role;
  const judged = await judge(desk, wanted, []);
  if (!judged.ok) return judged;
  await desk.users.hold();
  if (await desk.groups.hasRole(role.value)) return refused('identityTaken', { field: 'displayName' });
  const { displayName, externalId, members } = wanted;
  const group = { id: desk.newId(), role: role.value, displayName, externalId };
  await desk.groups.add(group);
  await trace(desk, 'role.granted', group.role, await desk.groups.join(group, members));
  return read(desk, group.id);
}

/**
 * Changes a group's name and who is in it; the role it gives stays. Refuses forbidden, scopeMissing, notFound, changedMeanwhile, inputInvalid,
 * limitReached, lastManager, and what `to` refuses.
 */
export async function changeGroup(
  context: TenantContext,
  desk: ProvisioningDesk,
  { id, versions, to }: GroupChange,
): Promise<Outcome<GroupWithMembers>> {
  const found = await held(context, desk, () => desk.groups.byId(id), versions);
  if (!found.ok) return found;
  const group = found.value;
  const members = await desk.groups.members(id);
  const wanted = to({ group, members });
  if (!wanted.ok) return wanted;
  const judged = await judge(desk, wanted.value, members);
  if (!judged.ok) return judged;
  const { coming, going } = judged.value;
  const { displayName, externalId } = wanted.value;
  const isRenamed = displayName !== group.displayName || externalId !== group.externalId;
  if (!isRenamed && coming.length + going.length === 0) return done({ group, members });
  await desk.groups.change(id, { displayName, externalId });
  await trace(desk, 'role.granted', group.role, await desk.groups.join(group, coming));
  const gone = await takeOut(desk, group, going);
  return gone.ok ? read(desk, id) : gone;
}

/** Ends a group: nobody has its role by it any more. Refuses forbidden, scopeMissing, notFound, changedMeanwhile, lastManager. */
export async function removeGroup(
  context: TenantContext,
  desk: ProvisioningDesk,
  id: string,
  versions: readonly string[] | null,
): Promise<Outcome<void>> {
  const found = await held(context, desk, () => desk.groups.byId(id), versions);
  if (!found.ok) return found;
  const members = (await desk.groups.members(id)).map((member) => member.id);
  const gone = await takeOut(desk, found.value, members);
  if (gone.ok) await desk.groups.remove(id);
  return gone;
}

// Whoever manages a structure is never nobody: one who leaves it for good is let go, a role that is taken away waits for another.
async function takeOut(
  desk: ProvisioningDesk,
  group: ProvisionedGroup,
  members: readonly string[],
): Promise<Outcome<void>> {
  const revoked = await desk.groups.leave(group, members);
  await trace(desk, 'role.revoked', group.role, revoked);
  if (group.role === 'auditor' || revoked.length === 0) return done(undefined);
  const { roles } = desk.administration;
  return (await roles.holdersOf(group.role)).length > 0 ? done(undefined) : refused('lastManager');
}

interface Movement {
  readonly coming: readonly string[];
  readonly going: readonly string[];
}

async function judge(
  desk: ProvisioningDesk,
  { displayName, members }: WantedGroup,
  now: readonly ProvisionedMember[],
): Promise<Outcome<Movement>> {
  if (displayName.trim() === '' || displayName.length > LONGEST_NAME || displayName.includes('\0'))
    return refused('inputInvalid', { field: 'displayName' });
  const wanted = new Set(members);
  if (wanted.size > MOST_MEMBERS) return refused('limitReached');
  const there = new Set(now.map(({ id }) => id));
  const coming = [...wanted].filter((id) => !there.has(id));
  if ((await desk.groups.knownAmong(coming)).length < coming.length)
    return refused('inputInvalid', { field: 'members' });
  return done({ coming, going: [...there].filter((id) => !wanted.has(id)) });
}

async function read(desk: ProvisioningDesk, id: string): Promise<Outcome<GroupWithMembers>> {
  const group = await desk.groups.byId(id);
  return group ? done({ group, members: await desk.groups.members(id) }) : refused('notFound');
}

async function trace(
  { administration: { journal } }: ProvisioningDesk,
  kind: 'role.granted' | 'role.revoked',
  role: string,
  idNats: readonly string[],
): Promise<void> {
  await journal.record(idNats.map((idNat): TraceEvent => ({ kind, outcome: 'ok', facts: { idNat, role } })));
}
