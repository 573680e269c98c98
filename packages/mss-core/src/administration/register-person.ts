import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { isAlertAddress } from './alert-address.js';
import { administers } from './may-administer.js';
import type { AdministrationDesk, Person } from './ports.js';

const LONGEST_NAME = 100;

/**
 * Makes a person known to the tenant; whoever is known already is answered as they are, and who had left comes back with nothing of what they
 * held. Refuses forbidden, scopeMissing, inputInvalid (familyName, givenName, alertAddress).
 */
// EX_GBM_4230: nobody opens a BAL who is not in the base of end users.
export async function registerPerson(
  context: TenantContext,
  desk: AdministrationDesk,
  newId: NewId,
  person: Omit<Person, 'id'>,
): Promise<Outcome<Person>> {
  const allowed = await administers(context, desk.roles, 'person:write');
  if (!allowed.ok) return allowed;
  const field = await wrongFieldOf(desk, person);
  if (field) return refused('inputInvalid', { field });
  const known = await desk.people.byIdNat(person.idNat);
  if (known && !known.leftAt) return done(known);
  const { idNat } = person;
  const registered = { ...person, id: known?.id ?? newId() };
  if (known) await desk.people.comeBack(registered);
  else await desk.people.add(registered);
  const facts = { personId: registered.id, idNat };
  await desk.journal.record([{ kind: 'person.registered', outcome: 'ok', facts }]);
  return done((await desk.people.byId(registered.id)) ?? registered);
}

/** The field of a person that holds what it may not. */
export async function wrongFieldOf(
  { tenants }: Pick<AdministrationDesk, 'tenants'>,
  { familyName, givenName, alertAddress }: Pick<Person, 'familyName' | 'givenName' | 'alertAddress'>,
): Promise<string | null> {
  if (familyName.trim() === '' || !isName(familyName)) return 'familyName';
  if (!isName(givenName)) return 'givenName';
  return alertAddress && !(await isAlertAddress(tenants, alertAddress)) ? 'alertAddress' : null;
}

function isName(name: string): boolean {
  return name.length <= LONGEST_NAME && !/\p{Cc}/u.test(name);
}
