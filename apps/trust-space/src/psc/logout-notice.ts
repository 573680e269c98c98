import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { BadRequest, readJson, sendJson } from '../http/exchange.js';
import type { Routes } from '../http/router.js';
import type { World } from '../world/world.js';
import type { Professionals } from './professionals.js';
import type { Realm } from './realm.js';

export const LOGOUT_CONTROL_PATH = '/psc/control/logout';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const orderSchema = z.strictObject({ rpps: z.string(), jti: z.string().optional() });

/** Tells the product, as when a person signs out elsewhere, that all of their sessions ended; answers what the product answered. */
export function logoutNoticeRoutes(realm: Realm, people: Professionals, world: World): Routes {
  return {
    [`POST ${LOGOUT_CONTROL_PATH}`]: async ({ request, response }) => {
      const { rpps, jti } = orderSchema.parse(await readJson(request));
      const who = people.byNumber(rpps);
      if (!who) throw new BadRequest('rpps : onze chiffres sont attendus / eleven digits are expected');
      if (!world.webBackchannelLogoutUri) throw new BadRequest('personne à prévenir / nobody to tell', 409);
      const token = await noticeOf(realm, world.pscClientId, who.sub, jti ?? randomUUID());
      const told = await fetch(world.webBackchannelLogoutUri, {
        method: 'POST',
        body: new URLSearchParams({ logout_token: token }),
      });
      sendJson(response, 200, { status: told.status });
    },
  };
}

// As Keycloak writes it: OpenID Connect Back-Channel Logout 1.0 §2.4, and `typ: Logout`.
function noticeOf(realm: Realm, clientId: string, sub: string, jti: string): Promise<string> {
  return new SignJWT({ typ: 'Logout', sub, jti, events: { [EVENT]: {} } })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: realm.kid })
    .setIssuer(realm.issuer)
    .setAudience(clientId)
    .setIssuedAt()
    .setExpirationTime('2m')
    .sign(realm.privateKey);
}
