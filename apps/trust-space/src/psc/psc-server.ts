import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../http/exchange.js';
import { type Handler, type Routes, route } from '../http/router.js';
import { type Listening, serveHttp } from '../http/server.js';
import { mountedAt } from '../openid/provider-parts.js';
import type { World } from '../world/world.js';
import { AccessTokens } from './access-token.js';
import { requirePscParameters } from './authorization-rules.js';
import { login } from './login.js';
import { metadata } from './metadata.js';
import { Professionals } from './professionals.js';
import { createProvider, LOGIN_PATH, ROUTES } from './provider.js';
import { PscService } from './psc-control.js';
import { openRealm, REALM_PATH, type Realm } from './realm.js';
import { withSignedAccessTokens } from './token-exchange.js';
import { Revocations, userinfo } from './userinfo.js';

export interface Psc {
  readonly realm: Realm;
  readonly people: Professionals;
  readonly tokens: AccessTokens;
  readonly revocations: Revocations;
  readonly service: PscService;
}

/** Opens the realm kept in `folder`, whose issuer stands at `origin`. */
export async function openPsc(folder: string, origin: string, world: World): Promise<Psc> {
  const realm = await openRealm(folder, origin);
  return {
    realm,
    people: new Professionals(world.people),
    tokens: new AccessTokens(realm),
    revocations: new Revocations(),
    service: new PscService(),
  };
}

/** Listens as Pro Santé Connect: our own metadata, userinfo and sign-in page around a standard provider. */
export function startPsc(psc: Psc, world: World, port: number): Promise<Listening> {
  const provider = createProvider(psc.realm, world, psc.people);
  provider.use(requirePscParameters);
  provider.use(withSignedAccessTokens(psc.tokens, psc.people));
  provider.on('session.destroyed', (session: { uid: string }) => psc.revocations.endSession(session.uid));
  const protocol = provider.callback();
  const own = ownRoutes(psc);
  return serveHttp(port, answer);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (psc.service.state === 'unavailable')
      return sendJson(response, 503, { error: 'temporarily_unavailable' });
    const path = request.url ?? '/';
    if (await route(own, request, response)) return;
    if (!path.startsWith(`${REALM_PATH}/`)) return sendJson(response, 404, { error: 'not_found' });
    if (path.startsWith(`${REALM_PATH}${LOGIN_PATH}/`))
      return login(provider, psc.people, request, response, path);
    return protocol(mountedAt(REALM_PATH, request), response);
  }
}

function ownRoutes({ realm, people, revocations }: Psc): Routes {
  const describe: Handler = ({ response }) => sendJson(response, 200, metadata(realm.issuer));
  const identity = userinfo(realm, people, revocations);
  return {
    [`GET ${REALM_PATH}/.well-known/wallet-openid-configuration`]: describe,
    [`GET ${REALM_PATH}/.well-known/openid-configuration`]: describe,
    [`GET ${REALM_PATH}${ROUTES.userinfo}`]: identity,
    [`POST ${REALM_PATH}${ROUTES.userinfo}`]: identity,
  };
}
