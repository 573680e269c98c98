import { createHash } from 'node:crypto';
import { endPscSessions, type PscLogoutPorts } from '@cachet/mss-core';
import { PgJournal, PgPortalSessions, PgRouting } from '@cachet/schema';
import type { RequestHandler } from 'express';
import type { Container } from '../container.js';
import { doorOf } from '../context/make-context.js';

/**
 * `POST /psc/logout`: Pro Santé Connect tells that a session ended there; ours that came from it end, and so does what they hold open.
 * 200 once it is so, 400 when the notice is not one or could not be verified: nothing else (Back-Channel Logout 1.0 §2.8).
 */
// EX_LPS_1000, OpenID Connect Back-Channel Logout 1.0 §2.5–2.8.
export function pscLogoutRoute(container: Container, clientId: string): RequestHandler {
  return async (request, response) => {
    response.set({ 'cache-control': 'no-store', pragma: 'no-cache' });
    const objection = await take(container, clientId, request).catch((fault: unknown) => {
      container.logger.error({ err: fault }, 'a notice of logout could not be taken');
      return 'fault';
    });
    if (objection === null) return void response.status(200).end();
    container.logger.warn({ objection }, 'a notice of logout was refused');
    response.status(400).json({ error: 'invalid_request' });
  };
}

/** Null when done, or why not: for our log. Pro Santé Connect is told that it was not, and no more. */
async function take(
  container: Container,
  clientId: string,
  request: Parameters<RequestHandler>[0],
): Promise<string | null> {
  const token = typeof request.body === 'string' ? tokenIn(request.body) : null;
  if (token === null) return 'form';
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

// §2.5: the parameter, once; others are none of our business.
function tokenIn(form: string): string | null {
  const [token, ...more] = new URLSearchParams(form).getAll('logout_token');
  return token && more.length === 0 ? token : null;
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
