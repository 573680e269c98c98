import { createHash } from 'node:crypto';
import {
  endStructureSessions,
  parseTenantId,
  type StructureLogoutPorts,
  type TenantId,
} from '@cachet/mss-core';
import { PgJournal, PgPortalSessions } from '@cachet/schema';
import type { Request, RequestHandler } from 'express';
import type { Container } from '../container.js';
import { doorOf } from '../context/make-context.js';
import { takeLogout } from '../session/take-logout.js';
import { ProviderFault } from './provider-fault.js';
import { structureProvider } from './structure-provider.js';

/**
 * `POST /structures/:structureId/logout`: the provider of a structure tells that a session ended there; ours that came from it end, and so
 * does what they hold open. A structure without a provider answers as to a bad notice.
 */
// EX_LPS_1000, OpenID Connect Back-Channel Logout 1.0 §2.5–2.8.
export function structureLogoutRoute(container: Container): RequestHandler {
  return takeLogout(container, (token, request) => take(container, token, request));
}

/** Null when done, or why not. */
async function take(container: Container, token: string, request: Request): Promise<string | null> {
  const door = doorOf(container, request);
  const tenantId = parseTenantId(String(request.params.structureId));
  const provider = tenantId && (await structureProvider(container, door, tenantId));
  if (!tenantId || !provider) return 'noProvider';
  const { providers, wallClock } = container;
  try {
    const description = await providers.describe(provider.issuer);
    const { sub, sid, jti, until } = await providers.readNotice(description, provider.clientId, token);
    // Names of notices are each provider's own.
    const noticeHash = createHash('sha256').update(`${tenantId} ${jti}`).digest();
    const logout = { sub, sid, noticeHash, until, at: wallClock() };
    return (await endStructureSessions(portsOf(container, tenantId), door, tenantId, logout))
      ? null
      : 'seenBefore';
  } catch (error) {
    if (error instanceof ProviderFault) return error.message;
    throw error;
  }
}

function portsOf({ database }: Container, tenantId: TenantId): StructureLogoutPorts {
  return {
    inTenant: (context, work) =>
      database.withTenant(context, (sql) => {
        const sessions = new PgPortalSessions(sql);
        return work({
          journal: new PgJournal(sql),
          takeNotice: (logout) => sessions.takeNotice(logout),
          endSessions: (logout) => sessions.endStructureSessions(tenantId, logout),
        });
      }),
  };
}
