import type { Bal } from '../access/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { endOf } from './end-access.js';
import { administers } from './may-administer.js';
import type { AdministrationDesk, KeptAccess, Person } from './ports.js';
import { loseRole } from './revoke-role.js';

export interface Leaving {
  readonly personId: string;
  readonly version: number;
  readonly reason: string;
}

/** What ended with the person's leaving. */
export interface Left {
  readonly person: Person;
  readonly accesses: number;
  readonly roles: number;
  /** BAL that nobody answers for any more. */
  readonly unanswered: readonly Bal[];
}

/**
 * A person leaves the tenant: every access and role of theirs ends now, and what they hold open closes. What they did stays traced. Refuses
 * forbidden, scopeMissing, notFound, personLeft, changedMeanwhile, lastManager.
 */
// EX_GBM_5410, EX_GBM_5413: one act for whoever leaves; EX_GBM_4230: their past accesses stay known.
export async function leavePerson(
  context: TenantContext,
  desk: AdministrationDesk,
  leaving: Leaving,
): Promise<Outcome<Left>> {
  const allowed = await administers(context, desk.roles, 'person:write');
  return allowed.ok ? letGo(context, desk, leaving, 'refused') : allowed;
}

/** The same for whoever acts by another right. `last` tells whether somebody may go who alone manages the structure. */
export async function letGo(
  context: TenantContext,
  desk: AdministrationDesk,
  { personId, version, reason }: Leaving,
  last: 'refused' | 'allowed',
): Promise<Outcome<Left>> {
  const person = await desk.people.byId(personId);
  if (!person) return refused('notFound');
  if (person.leftAt) return refused('personLeft');
  const roles = await desk.roles.rolesOf(person.idNat);
  for (const role of roles) {
    const lost = await loseRole(context, desk, person, role, last);
    if (!lost.ok) return lost;
  }
  if (!(await desk.people.leave({ ...person, version }))) return refused('changedMeanwhile');
  const ended = await endAccesses(context, desk, person, reason);
  const facts = { personId, idNat: person.idNat, accesses: ended.length, roles: roles.length, reason };
  await desk.journal.record([{ kind: 'person.left', outcome: 'ok', facts }]);
  const left = (await desk.people.byId(personId)) ?? person;
  const unanswered = await unansweredOf(context, desk, ended);
  return done({ person: left, accesses: ended.length, roles: roles.length, unanswered });
}

async function endAccesses(
  { at }: TenantContext,
  desk: AdministrationDesk,
  { id, idNat }: Person,
  reason: string,
): Promise<readonly KeptAccess[]> {
  const held = (await desk.accesses.ofPerson(id)).filter(({ endsAt }) => endsAt === null || endsAt > at);
  // In one order, so that two who leave at one time never wait for each other.
  for (const balId of [...new Set(held.map((access) => access.balId))].sort())
    await desk.accesses.hold(balId);
  for (const access of held) {
    const ended = { ...access, endsAt: endOf(at, access), reason: reason || access.reason };
    await desk.accesses.change(access.id, access.version, ended);
    const { balId, role } = access;
    const facts = { accessId: access.id, idNat, role, reason };
    await desk.journal.record([{ kind: 'access.ended', outcome: 'ok', balId, facts }]);
  }
  return held;
}

async function unansweredOf(
  { at }: TenantContext,
  desk: AdministrationDesk,
  ended: readonly KeptAccess[],
): Promise<readonly Bal[]> {
  const unanswered: Bal[] = [];
  for (const { balId, role } of ended) {
    if (role !== 'responsible') continue;
    const others = await desk.accesses.of(balId);
    const isAnswered = others.some(
      (access) => access.role === 'responsible' && (access.endsAt === null || access.endsAt > at),
    );
    const bal = isAnswered ? null : await desk.bals.byId(balId);
    if (bal) unanswered.push(bal);
  }
  return unanswered;
}
