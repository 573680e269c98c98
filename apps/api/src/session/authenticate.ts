import {
  PgApiKeys,
  PgPortalSessions,
  PgRouting,
  PgSubscriptionTickets,
  type PortalSession,
} from '@cachet/schema';
import type { Container } from '../container.js';
import type { Caller, PartnerCaller, PersonCaller } from '../context/caller.js';
import { systemContext } from './system-context.js';
import { API_KEY, bearerOf, hashOf, PORTAL_TOKEN, TICKET } from './token.js';

/** Who presents that Authorization value to HTTP; null when nobody we know. Using a session prolongs it. */
export async function authenticate(
  container: Container,
  authorization: string | undefined,
): Promise<Caller | null> {
  const token = bearerOf(authorization);
  if (token?.startsWith(PORTAL_TOKEN)) return personOf(container, token);
  return token?.startsWith(API_KEY) ? partnerOf(container, token) : null;
}

/** The same for a WebSocket, where a browser presents a one-use ticket in place of its session's token. */
export async function authenticateSocket(
  container: Container,
  authorization: string | undefined,
): Promise<Caller | null> {
  const token = bearerOf(authorization);
  return token?.startsWith(TICKET) ? holderOf(container, token) : authenticate(container, authorization);
}

/** Whether a caller known before may still call: asked of sockets, and no use of the session. */
export async function isStillGood(container: Container, caller: Caller): Promise<boolean> {
  if (caller.kind === 'partner') return (await usableKey(container, caller)) !== null;
  return (await openSession(container, caller.sessionId)) !== null;
}

async function personOf(
  { database, sessions, wallClock }: Container,
  token: string,
): Promise<PersonCaller | null> {
  const session = await database.shared((sql) =>
    new PgPortalSessions(sql).use(hashOf(token), wallClock(), sessions.idle),
  );
  return session && callerOf(session);
}

async function holderOf(container: Container, ticket: string): Promise<PersonCaller | null> {
  const sessionId = await container.database.shared((sql) =>
    new PgSubscriptionTickets(sql).redeem(hashOf(ticket), container.wallClock()),
  );
  const session = sessionId === null ? null : await openSession(container, sessionId);
  return session && callerOf(session);
}

function openSession(
  { database, sessions, wallClock }: Container,
  id: string,
): Promise<PortalSession | null> {
  return database.shared((sql) => new PgPortalSessions(sql).byId(id, wallClock(), sessions.idle));
}

async function partnerOf(container: Container, key: string): Promise<PartnerCaller | null> {
  const route = await new PgRouting(container.database).apiKeyRoute(hashOf(key));
  return route && usableKey(container, route);
}

async function usableKey(
  container: Container,
  { tenantId, apiKeyId }: Pick<PartnerCaller, 'tenantId' | 'apiKeyId'>,
): Promise<PartnerCaller | null> {
  const context = { ...systemContext(container), tenantId };
  const key = await container.database.withTenant(context, (sql) =>
    new PgApiKeys(sql).use(apiKeyId, container.wallClock()),
  );
  return key && { kind: 'partner', tenantId, apiKeyId, name: key.name, scopes: new Set(key.scopes) };
}

function callerOf({ id, idNat, name, expiresAt, secoursOf }: PortalSession): PersonCaller {
  return { kind: 'person', idNat, name, sessionId: id, expiresAt, secoursOf };
}
