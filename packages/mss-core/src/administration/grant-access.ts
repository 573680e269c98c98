import { type Bal, type BalAccess, rightsAt } from '../access/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { mayAdminister } from './may-administer.js';
import type { AdministrationDesk } from './ports.js';

/**
 * Gives a registered person an access to a BAL, from a moment to a moment. Answers the access's id. Refuses forbidden,
 * notFound (BAL or person), inputInvalid naming the field.
 */
export async function grantAccess(
  context: TenantContext,
  desk: AdministrationDesk,
  newId: NewId,
  access: BalAccess,
): Promise<Outcome<string>> {
  if (!(await mayAdminister(context.actor, desk.roles))) return refused('forbidden');
  const bal = await desk.bals.byId(access.balId);
  const person = await desk.people.byIdNat(access.idNat);
  if (!bal || !person) return refused('notFound');
  const field = await wrongField(desk, bal, access);
  if (field) return refused('inputInvalid', { field });
  const id = newId();
  const { balId, idNat, role, mayRead, maySend, startsAt, endsAt } = access;
  await desk.bals.addAccess(id, person.id, access);
  const until = endsAt?.toISOString() ?? null;
  const facts = { idNat, role, mayRead, maySend, from: startsAt.toISOString(), until };
  await desk.journal.record([{ kind: 'access.granted', outcome: 'ok', balId, facts }]);
  return done(id);
}

async function wrongField(desk: AdministrationDesk, bal: Bal, access: BalAccess): Promise<string | null> {
  const { role, mayRead, maySend, startsAt, endsAt } = access;
  if (endsAt !== null && endsAt <= startsAt) return 'endsAt';
  // EX_GBM_5411: delegation is offered on personal and organisational BAL, never on applicative ones.
  if (bal.kind === 'applicative' && role !== 'responsible') return 'role';
  // EX_GBM_5411: a delegate reads, sends, or both.
  if (role === 'delegate') return mayRead || maySend ? null : 'mayRead';
  if (bal.kind !== 'personal') return null;
  // EX_GBM_4200: a personal BAL is used under the responsibility of one professional alone.
  return role === 'coholder' || (await hasResponsible(desk, bal, access)) ? 'role' : null;
}

async function hasResponsible(
  desk: AdministrationDesk,
  bal: Bal,
  { startsAt, endsAt }: BalAccess,
): Promise<boolean> {
  const others = (await desk.bals.allAccesses(bal)).filter((held) => held.role === 'responsible');
  if (rightsAt(others, startsAt) !== null) return true;
  return others.some((held) => held.startsAt >= startsAt && (endsAt === null || held.startsAt < endsAt));
}
