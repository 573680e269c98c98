import type { BalAccess } from '../access/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { judgeAccess, notBefore, opensToThemselves } from './access-rules.js';
import { managesAccesses } from './manages-accesses.js';
import type { AdministrationDesk } from './ports.js';
import { tellHolders } from './tell-holders.js';

/** An access to open, and why. */
export interface AccessRequest extends BalAccess {
  readonly reason?: string;
}

/**
 * Gives a registered person an access to a BAL, from a moment to a moment, and tells those who answer for it. Answers the access's id. Refuses
 * notFound (BAL or person), forbidden, scopeMissing, personLeft, accessHeld, tooManyCoholders, inputInvalid naming the field.
 */
// EX_GBM_5410, EX_GBM_5411, EX_GBM_5413
export async function grantAccess(
  context: TenantContext,
  desk: AdministrationDesk,
  newId: NewId,
  request: AccessRequest,
): Promise<Outcome<string>> {
  const managed = await managesAccesses(context, desk, request.balId);
  if (!managed.ok) return managed;
  const { bal } = managed.value;
  const person = await desk.people.byIdNat(request.idNat);
  if (!person) return refused('notFound');
  if (person.leftAt) return refused('personLeft');
  await desk.accesses.hold(bal.id);
  const others = await desk.accesses.of(bal.id);
  if (opensToThemselves(context, managed.value, person.idNat, others)) return refused('forbidden');
  const access = { ...request, startsAt: startOf(context, request) };
  const judged = judgeAccess(bal, access, { others, tenantKind: await desk.tenants.kind() });
  if (!judged.ok) return judged;
  const id = newId();
  await desk.accesses.add(id, person.id, access);
  await desk.journal.record([
    { kind: 'access.granted', outcome: 'ok', balId: bal.id, facts: { accessId: id, ...factsOf(access) } },
  ]);
  await tellHolders(context, desk, newId, { bal, person, access, kind: 'opened' });
  return done(id);
}

/** An access as its trace tells it. */
export function factsOf({ idNat, role, mayRead, maySend, startsAt, endsAt, reason }: AccessRequest) {
  const until = endsAt?.toISOString() ?? null;
  const facts = { idNat, role, mayRead, maySend, from: startsAt.toISOString(), until };
  return reason ? { ...facts, reason } : facts;
}

// What fills an installation may tell of the past; people and keys may not.
function startOf({ actor, at }: TenantContext, { startsAt }: BalAccess): Date {
  return actor.kind === 'system' ? startsAt : notBefore(at, startsAt);
}
