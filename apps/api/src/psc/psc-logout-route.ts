import { createHash } from 'node:crypto';
import { endPscSessions, type PscLogoutPorts } from '@cachet/mss-core';
import { PgJournal, PgPortalSessions, PgRouting } from '@cachet/schema';
import type { Request, RequestHandler } from 'express';
import type { Container } from '../container.js';
import { doorOf } from '../context/make-context.js';
import { takeLogout } from '../session/take-logout.js';

/** `POST /psc/logout`: Pro Santé Connect tells that a session ended there; ours that came from it end, and so does what they hold open. */
// EX_LPS_1000, OpenID Connect Back-Channel Logout 1.0 §2.5–2.8.
export function pscLogoutRoute(container: Container, clientId: string): RequestHandler {
  return takeLogout(container, (token, request) => take(container, clientId, token, request));
}

/** Null when done, or why not. */
async function take(
  container: Container,
  clientId: string,
  token: string,
  request: Request,
): Promise<string | null> {
  const verified = await container.psc.verifyLogoutToken(token, clientId);
  if (!verified.ok) {
    const { code, detail } = verified.refusal;
    return code === 'authenticationFailed' ? String(detail.objection ?? code) : code;
  }
  const { sub, sid, jti, until } = verified.value;
  const noticeHash = createHash('sha256').update(jti).digest();
  const logout = { sub, sid, noticeHash, until, at: container.wallClock() };
  return (await endPscSessions(portsOf(container), doorOf(container, request), logout)) ? null : 'seenBefore';
}

function portsOf({ database }: Container): PscLogoutPorts {
  return {
    routing: new PgRouting(database),
    holdersOf: (logout) => database.shared((sql) => new PgPortalSessions(sql).holdersOf(logout)),
    shared: (work) => database.shared((sql) => work(new PgPortalSessions(sql))),
    acrossTenants: (work) =>
      database.acrossTenants((visit) =>
        work((context, inTenant) =>
          visit(context, (sql) => {
            const sessions = new PgPortalSessions(sql);
            return inTenant({
              journal: new PgJournal(sql),
              takeNotice: (logout) => sessions.takeNotice(logout),
              endPscSessions: (logout) => sessions.endPscSessions(logout),
            });
          }),
        ),
      ),
  };
}
