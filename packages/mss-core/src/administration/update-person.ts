import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { administers } from './may-administer.js';
import type { AdministrationDesk, Person } from './ports.js';
import { wrongFieldOf } from './register-person.js';

export interface PersonChange extends Pick<Person, 'familyName' | 'givenName'> {
  readonly personId: string;
  readonly version: number;
  readonly alertAddress: string | null;
}

/** Changes what a tenant knows of a person, their number excepted. Refuses forbidden, scopeMissing, notFound, inputInvalid, changedMeanwhile. */
export async function updatePerson(
  context: TenantContext,
  desk: AdministrationDesk,
  { personId, version, ...change }: PersonChange,
): Promise<Outcome<Person>> {
  const allowed = await administers(context, desk.roles, 'person:write');
  if (!allowed.ok) return allowed;
  const person = await desk.people.byId(personId);
  if (!person) return refused('notFound');
  return changed(desk, { ...person, ...change, version });
}

/**
 * Chooses where warnings reach the person who acts, outside the trust space; null for nowhere. Refuses notFound (unknown to the tenant),
 * inputInvalid, changedMeanwhile.
 */
// EX_GBM_4440: by the channel of their choice.
export async function chooseAlertAddress(
  context: TenantContext,
  desk: AdministrationDesk,
  alertAddress: string | null,
): Promise<Outcome<Person>> {
  const { actor } = context;
  const person = actor.kind === 'person' ? await desk.people.byIdNat(actor.idNat) : null;
  if (!person || person.leftAt) return refused('notFound');
  return changed(desk, { ...person, alertAddress });
}

async function changed(desk: AdministrationDesk, person: Person): Promise<Outcome<Person>> {
  const field = await wrongFieldOf(desk, person);
  if (field) return refused('inputInvalid', { field });
  if (!(await desk.people.update(person))) return refused('changedMeanwhile');
  const { id, idNat, alertAddress } = person;
  const facts = { personId: id, idNat, hasAlertAddress: Boolean(alertAddress) };
  await desk.journal.record([{ kind: 'person.updated', outcome: 'ok', facts }]);
  return done((await desk.people.byId(id)) ?? person);
}
