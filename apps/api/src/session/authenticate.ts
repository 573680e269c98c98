import { type ApiKeyState, isWithin, type TenantId } from '@cachet/mss-core';
import {
  type ApiToken,
  PgApiKeys,
  PgApiTokens,
  PgPortalSessions,
  PgRouting,
  PgSubscriptionTickets,
  type PortalSession,
} from '@cachet/schema';
import type { Container } from '../container.js';
import type { Caller, PartnerCaller, PersonCaller } from '../context/caller.js';
import { systemContext } from './system-context.js';
import { ACCESS_TOKEN, API_KEY, bearerOf, hashOf, PORTAL_TOKEN, TICKET } from './token.js';

/** Who calls, and the tenants that know them when that was read with their session: true of this moment alone. */
export interface KnownCaller {
  readonly caller: Caller;
  readonly tenants: readonly TenantId[] | null;
}

/** Who presents that Authorization value to HTTP, from that address; null when nobody we know. Using a session prolongs it. */
export async function authenticate(
  container: Container,
  authorization: string | undefined,
  from: string | null,
): Promise<Caller | null> {
  return (await knownCaller(container, authorization, from))?.caller ?? null;
}

/** The same, with what was learnt on the way. */
export async function knownCaller(
  container: Container,
  authorization: string | undefined,
  from: string | null,
): Promise<KnownCaller | null> {
  const token = bearerOf(authorization);
  if (token?.startsWith(PORTAL_TOKEN)) return personOf(container, token);
  const caller = token?.startsWith(API_KEY)
    ? await partnerOf(container, token, from)
    : token?.startsWith(ACCESS_TOKEN)
      ? await tokenHolderOf(container, token, from)
      : null;
  return caller && { caller, tenants: null };
}

/** The same for a WebSocket, where a browser presents a one-use ticket in place of its session's token. */
export async function authenticateSocket(
  container: Container,
  authorization: string | undefined,
  from: string | null,
): Promise<Caller | null> {
  const token = bearerOf(authorization);
  return token?.startsWith(TICKET)
    ? holderOf(container, token)
    : authenticate(container, authorization, from);
}

/** Whether a caller known before may still call: asked of sockets, and no use of the session or the key. */
export async function isStillGood(container: Container, caller: Caller): Promise<boolean> {
  if (caller.kind === 'person') return (await openSession(container, caller.sessionId)) !== null;
  const { tokenEndsAt, tenantId, apiKeyId } = caller;
  if (tokenEndsAt !== null && tokenEndsAt <= container.wallClock()) return false;
  const context = { ...systemContext(container), tenantId };
  return container.database.withTenant(
    context,
    async (sql) => (await new PgApiKeys(sql).usable(apiKeyId, container.wallClock())) !== null,
  );
}

/** The person of a session known by its id: what was given to that session alone. No use of it. */
export async function personOfSession(container: Container, sessionId: string): Promise<PersonCaller | null> {
  const session = await openSession(container, sessionId);
  return session && callerOf(session);
}

async function personOf(
  { database, sessions, wallClock }: Container,
  token: string,
): Promise<KnownCaller | null> {
  const session = await PgPortalSessions.use(database, hashOf(token), wallClock(), sessions.idle);
  return session && { caller: callerOf(session), tenants: session.tenants };
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

async function partnerOf(
  container: Container,
  key: string,
  from: string | null,
): Promise<PartnerCaller | null> {
  const route = await new PgRouting(container.database).apiKeyRoute(hashOf(key));
  const found = route && (await useKey(container, route, from));
  return found && partnerCaller(route.tenantId, found, found.scopes, null);
}

async function tokenHolderOf(
  container: Container,
  presented: string,
  from: string | null,
): Promise<PartnerCaller | null> {
  const { database, wallClock } = container;
  const token = await database.shared((sql) => new PgApiTokens(sql).byHash(hashOf(presented), wallClock()));
  const found = token && (await useKey(container, token, from));
  return found && partnerCaller(token.tenantId, found, token.scopes, token.expiresAt);
}

/** The key when it may be used now and from there, its use noted. Elsewhere it is as unknown as any other. */
export async function useKey(
  container: Container,
  { tenantId, apiKeyId }: Pick<ApiToken, 'tenantId' | 'apiKeyId'>,
  from: string | null,
): Promise<ApiKeyState | null> {
  const now = container.wallClock();
  return container.database.withTenant({ ...systemContext(container), tenantId }, async (sql) => {
    const keys = new PgApiKeys(sql);
    const key = await keys.usable(apiKeyId, now);
    if (key && !isWithin(key.networks, from)) {
      container.logger.warn({ tenantId, apiKeyId }, 'an API key was presented from outside its networks');
      return null;
    }
    if (key) await keys.noteUse(key, now);
    return key;
  });
}

function partnerCaller(
  tenantId: PartnerCaller['tenantId'],
  { id, name }: ApiKeyState,
  scopes: readonly string[],
  tokenEndsAt: Date | null,
): PartnerCaller {
  return { kind: 'partner', tenantId, apiKeyId: id, name, scopes: new Set(scopes), tokenEndsAt };
}

function callerOf({ id, idNat, name, expiresAt, secoursOf, structureOf }: PortalSession): PersonCaller {
  return { kind: 'person', idNat, name, sessionId: id, expiresAt, secoursOf, structureOf };
}
