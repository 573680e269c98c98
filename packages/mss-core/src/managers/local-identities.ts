import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { decidesOfProvider } from './identity-provider.js';
import type { IdentityProviderDesk, LocalIdentity } from './ports.js';

const EMAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([a-z0-9.-]{3,253})$/;

/** The address as it is compared, with its domain; null when it is none. */
export function readEmail(typed: string): { readonly email: string; readonly domain: string } | null {
  const email = typed.trim().toLowerCase();
  const domain = EMAIL.exec(email)?.[1];
  return domain ? { email, domain } : null;
}

/**
 * Lets a person of the structure in by its provider, under that address. Registered again, they are bound anew at their next sign-in,
 * and the sessions of the former binding end. Refuses forbidden, scopeMissing, notFound (no provider, no such person), personLeft,
 * inputInvalid (email: of none of the domains, or another person's).
 */
export async function registerLocalIdentity(
  context: TenantContext,
  desk: IdentityProviderDesk,
  personId: string,
  typed: string,
): Promise<Outcome<LocalIdentity>> {
  const allowed = await decidesOfProvider(context, desk);
  if (!allowed.ok) return allowed;
  const [provider, person] = [await desk.providers.current(), await desk.people.byId(personId)];
  if (!provider || !person) return refused('notFound');
  if (person.leftAt) return refused('personLeft');
  const read = readEmail(typed);
  if (!read || !provider.domains.includes(read.domain)) return refused('inputInvalid', { field: 'email' });
  if (!(await desk.providers.register(personId, read.email)))
    return refused('inputInvalid', { field: 'email' });
  const facts = { idNat: person.idNat };
  await desk.journal.record([{ kind: 'localIdentity.registered', outcome: 'ok', facts }]);
  const kept = await desk.providers.ofPerson(personId);
  return kept ? done(kept) : refused('notFound');
}

/** Lets a person in no more by the provider, and ends the sessions it opened for them. Refuses forbidden, scopeMissing, notFound. */
export async function removeLocalIdentity(
  context: TenantContext,
  desk: IdentityProviderDesk,
  personId: string,
): Promise<Outcome<LocalIdentity>> {
  const allowed = await decidesOfProvider(context, desk);
  if (!allowed.ok) return allowed;
  const known = await desk.providers.ofPerson(personId);
  if (!known || !(await desk.providers.forget(personId))) return refused('notFound');
  const facts = { idNat: known.person.idNat };
  await desk.journal.record([{ kind: 'localIdentity.removed', outcome: 'ok', facts }]);
  return done(known);
}
