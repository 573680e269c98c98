import type { BalAccess } from '../access/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { judgeAccess, notBefore } from './access-rules.js';
import { factsOf } from './grant-access.js';
import { type ManagedBal, managesAccesses } from './manages-accesses.js';
import type { AdministrationDesk, KeptAccess } from './ports.js';
import { tellHolders } from './tell-holders.js';

/** What is to become of an access, by somebody who read that version of it. */
export interface AccessChange extends Pick<BalAccess, 'mayRead' | 'maySend' | 'endsAt'> {
  readonly accessId: string;
  readonly version: number;
  /** Left out, it stays; once begun, an access keeps its beginning. */
  readonly startsAt?: Date | undefined;
  readonly reason: string;
}

/**
 * Changes the rights or the dates of an access; open sessions follow at once. Refuses notFound, forbidden, scopeMissing, accessOver,
 * changedMeanwhile, tooManyCoholders, inputInvalid naming the field.
 */
// EX_GBM_5413
export async function changeAccess(
  context: TenantContext,
  desk: AdministrationDesk,
  newId: NewId,
  change: AccessChange,
): Promise<Outcome<KeptAccess>> {
  const found = await managedAccess(context, desk, change.accessId);
  if (!found.ok) return found;
  const { bal, access } = found.value;
  const { actor } = context;
  // EX_GBM_4220: who manages without reading does not begin to read by their own hand.
  if (actor.kind === 'person' && actor.idNat === access.idNat) return refused('forbidden');
  const changed = changedAccess(context.at, access, change);
  if (!changed) return refused('inputInvalid', { field: 'startsAt' });
  const { id } = access;
  const others = (await desk.accesses.of(bal.id)).filter((other) => other.id !== id);
  const judged = judgeAccess(bal, changed, { others, tenantKind: await desk.tenants.kind() });
  if (!judged.ok) return judged;
  if (!(await desk.accesses.change(id, change.version, changed))) return refused('changedMeanwhile');
  const facts = { accessId: id, ...factsOf(changed), before: shortly(access) };
  await desk.journal.record([{ kind: 'access.changed', outcome: 'ok', balId: bal.id, facts }]);
  if (isWider(access, changed)) {
    const person = await desk.people.byIdNat(access.idNat);
    if (person) await tellHolders(context, desk, newId, { bal, person, access: changed, kind: 'widened' });
  }
  return done({ ...changed, version: change.version + 1 });
}

/** An access that is not over, and its BAL, held until the transaction ends. Refuses as `managesAccesses`, and accessOver. */
export async function managedAccess(
  context: TenantContext,
  desk: AdministrationDesk,
  accessId: string,
): Promise<Outcome<ManagedBal & { readonly access: KeptAccess }>> {
  const known = await desk.accesses.byId(accessId);
  if (!known) return refused('notFound');
  const managed = await managesAccesses(context, desk, known.balId);
  if (!managed.ok) return managed;
  await desk.accesses.hold(known.balId);
  const access = await desk.accesses.byId(accessId);
  if (!access) return refused('notFound');
  if (access.endsAt !== null && access.endsAt <= context.at) return refused('accessOver');
  return done({ ...managed.value, access });
}

function changedAccess(
  at: Date,
  access: KeptAccess,
  { mayRead, maySend, startsAt, endsAt, reason }: AccessChange,
): KeptAccess | null {
  const begins = startsAt ?? access.startsAt;
  if (access.startsAt <= at && begins.getTime() !== access.startsAt.getTime()) return null;
  const from = startsAt === undefined ? begins : notBefore(access.startsAt <= at ? begins : at, begins);
  return { ...access, mayRead, maySend, startsAt: from, endsAt, reason };
}

function isWider(before: BalAccess, after: BalAccess): boolean {
  const isLonger =
    before.endsAt !== null && (after.endsAt === null || after.endsAt.getTime() > before.endsAt.getTime());
  return isLonger || (after.mayRead && !before.mayRead) || (after.maySend && !before.maySend);
}

/** What an access was, in few words, for the trace of its change. */
function shortly({ mayRead, maySend, startsAt, endsAt }: BalAccess): string {
  const rights = [mayRead && 'read', maySend && 'send'].filter(Boolean).join('+') || 'none';
  return `${rights} ${startsAt.toISOString()}/${endsAt?.toISOString() ?? ''}`;
}
