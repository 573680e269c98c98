import { letGo } from '../administration/index.js';
import { suspendUnanswered } from '../bal/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { TraceEvent } from '../traceability/index.js';
import type { ProvisioningDesk } from './desk.js';
import type { UserFields } from './ports.js';

const REASON = 'Départ dit par l’annuaire de la structure';

/**
 * Makes a person leave the structure, as whoever leaves does. The directory is obeyed even for somebody who alone manages the structure: the
 * operator names another. Who has left already stays so. Refuses forbidden for whoever runs the operator: only the operator dismisses them.
 */
// EX_GBM_5410, EX_GBM_5413
export async function leaveStructure(
  context: TenantContext,
  { administration, newId, policy }: ProvisioningDesk,
  personId: string,
): Promise<Outcome<void>> {
  const person = await administration.people.byId(personId);
  if (!person) return refused('notFound');
  if (person.leftAt) return done(undefined);
  if ((await administration.roles.rolesOf(person.idNat)).includes('operatorAdmin'))
    return refused('forbidden');
  const leaving = { personId, version: person.version ?? 1, reason: REASON };
  const left = await letGo(context, administration, leaving, 'allowed');
  if (!left.ok) return left;
  await suspendUnanswered(context, administration, newId, policy, REASON, left.value);
  return done(undefined);
}

/** Makes a person one of the structure again, with the roles of their groups and no access to any BAL. */
export async function bringBack(
  { administration, groups }: ProvisioningDesk,
  personId: string,
): Promise<Outcome<void>> {
  const person = await administration.people.byId(personId);
  if (!person) return refused('notFound');
  if (person.leftAt) await administration.people.comeBack(person);
  const given = await groups.restore(personId);
  const { idNat } = person;
  const traces = given.map(
    (role): TraceEvent => ({ kind: 'role.granted', outcome: 'ok', facts: { personId, idNat, role } }),
  );
  await administration.journal.record(traces);
  return done(undefined);
}

/** Gives a person the names that the directory knows. Refuses changedMeanwhile. */
export async function rename(
  { administration: { people } }: ProvisioningDesk,
  personId: string,
  { familyName, givenName }: Pick<UserFields, 'familyName' | 'givenName'>,
): Promise<Outcome<void>> {
  const person = await people.byId(personId);
  if (!person) return refused('notFound');
  if (person.familyName === familyName && person.givenName === givenName) return done(undefined);
  const isDone = await people.update({ ...person, familyName, givenName });
  return isDone ? done(undefined) : refused('changedMeanwhile');
}
