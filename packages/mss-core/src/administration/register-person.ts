import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { mayAdminister } from './may-administer.js';
import type { AdministrationDesk, Person } from './ports.js';

/** Makes a person known to the tenant; whoever is known already is answered as they are. Refuses forbidden, inputInvalid. */
// EX_GBM_4230: nobody opens a BAL who is not in the base of end users.
export async function registerPerson(
  context: TenantContext,
  desk: AdministrationDesk,
  newId: NewId,
  person: Omit<Person, 'id'>,
): Promise<Outcome<Person>> {
  if (!(await mayAdminister(context.actor, desk.roles))) return refused('forbidden');
  if (person.familyName.trim() === '') return refused('inputInvalid', { field: 'familyName' });
  const known = await desk.people.byIdNat(person.idNat);
  if (known) return done(known);
  const registered = { ...person, id: newId() };
  await desk.people.add(registered);
  await desk.journal.record([{ kind: 'person.registered', outcome: 'ok', facts: { idNat: person.idNat } }]);
  return done(registered);
}
