import type { TenantId } from '@cachet/mss-core';
import { PgApiKeys, PgPortalSessions, PgRoles } from '@cachet/schema';
import type { Container } from '../container.js';
import type { PartnerCaller, PersonCaller } from '../context/caller.js';
import { systemContext } from '../session/system-context.js';
import type { Follower } from './audience.js';

/** Those among them whose session or key is good and who may still hear of what they follow: asked of the database for all at once. */
export async function stillHearing<F extends Follower>(
  container: Container,
  tenantId: TenantId,
  readers: readonly F[],
): Promise<ReadonlySet<F>> {
  const people = readers.map(({ caller }) => caller).filter((caller) => caller.kind === 'person');
  const partners = readers.map(({ caller }) => caller).filter((caller) => caller.kind === 'partner');
  const [mayPerson, scopesOf] = await Promise.all([
    goodPeople(container, tenantId, people),
    goodKeys(container, tenantId, partners),
  ]);
  const isGood = (follower: F) => {
    const { caller } = follower;
    if (caller.kind === 'person') return mayPerson(caller);
    const { tokenEndsAt } = caller;
    if (tokenEndsAt !== null && tokenEndsAt <= container.wallClock()) return false;
    const keyScopes = scopesOf.get(caller.apiKeyId);
    if (!keyScopes) return false;
    // A token may have fewer scopes than its key.
    const scopes = new Set([...caller.scopes].filter((scope) => keyScopes.has(scope)));
    return follower.mayHear({ kind: 'partner', scopes });
  };
  return new Set(readers.filter(isGood));
}

async function goodPeople(
  { database, clock, wallClock, sessions }: Container,
  tenantId: TenantId,
  people: readonly PersonCaller[],
): Promise<(person: PersonCaller) => boolean> {
  if (people.length === 0) return () => false;
  const ids = [...new Set(people.map(({ sessionId }) => sessionId))];
  const idNats = [...new Set(people.map(({ idNat }) => idNat))];
  const context = { ...systemContext({ clock }), tenantId };
  const [open, holders] = await database.withTenant(context, (sql) =>
    Promise.all([
      new PgPortalSessions(sql).openAmong(ids, wallClock(), sessions.idle),
      new PgRoles(sql).holdersAmong(idNats),
    ]),
  );
  return ({ sessionId, idNat, secoursOf, structureOf }) =>
    secoursOf === null && (structureOf ?? tenantId) === tenantId && open.has(sessionId) && holders.has(idNat);
}

async function goodKeys(
  { database, clock, wallClock }: Container,
  tenantId: TenantId,
  partners: readonly PartnerCaller[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (partners.length === 0) return new Map();
  const ids = [...new Set(partners.map(({ apiKeyId }) => apiKeyId))];
  const context = { ...systemContext({ clock }), tenantId };
  const keys = await database.withTenant(context, (sql) => new PgApiKeys(sql).usableAmong(ids, wallClock()));
  return new Map(keys.map(({ id, scopes }) => [id, new Set(scopes)]));
}
