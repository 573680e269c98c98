import { PgApiTokens, PgRouting } from '@cachet/schema';
import type { RequestHandler, Response } from 'express';
import type { Container } from '../container.js';
import { clientAddress } from '../context/client-address.js';
import { useKey } from '../session/authenticate.js';
import { ACCESS_TOKEN, API_KEY, hashOf, newToken } from '../session/token.js';
import { type OAuthError, readTokenRequest, type TokenRequest } from './token-request.js';

export const TOKEN_LIFE_MS = 15 * 60_000;

/**
 * `POST /oauth/token`: a key, presented as a client's credentials, against a token of a quarter of an hour with its scopes or fewer
 * (RFC 6749 §4.4). The token ends with its key.
 */
export function tokenRoute(container: Container): RequestHandler {
  return async (request, response) => {
    // §5.1: nothing of this is kept by anybody on the way.
    response.set({ 'cache-control': 'no-store', pragma: 'no-cache' });
    const form = typeof request.body === 'string' ? request.body : null;
    if (form === null) return refuse(response, 'invalid_request');
    const read = readTokenRequest(form, request.headers.authorization);
    if (!read.ok) return refuse(response, read.error);
    await answer(container, response, read.value, clientAddress(request, container.proxies));
  };
}

async function answer(
  container: Container,
  response: Response,
  { clientId, clientSecret, scopes: asked }: TokenRequest,
  from: string | null,
): Promise<void> {
  const { database, wallClock } = container;
  const route = clientSecret.startsWith(API_KEY)
    ? await new PgRouting(database).apiKeyRoute(hashOf(clientSecret))
    : null;
  const key = route?.apiKeyId === clientId ? await useKey(container, route, from) : null;
  if (!route || !key) return refuse(response, 'invalid_client');
  const scopes = asked ? [...new Set(asked)] : key.scopes;
  if (!scopes.every((scope) => key.scopes.includes(scope))) return refuse(response, 'invalid_scope');
  const now = wallClock();
  const ends = Math.min(now.getTime() + TOKEN_LIFE_MS, key.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
  const token = newToken(ACCESS_TOKEN);
  const issued = { ...route, scopes, expiresAt: new Date(ends) };
  await database.shared((sql) => new PgApiTokens(sql).issue(hashOf(token), issued, now));
  response.json({
    access_token: token,
    token_type: 'Bearer',
    expires_in: Math.floor((ends - now.getTime()) / 1000),
    scope: scopes.join(' '),
  });
}

function refuse(response: Response, error: OAuthError): void {
  // §5.2: 401 names the scheme by which to come again; everything else is 400.
  if (error === 'invalid_client') response.set('www-authenticate', 'Basic realm="cachet", charset="UTF-8"');
  response.status(error === 'invalid_client' ? 401 : 400).json({ error, error_description: WHY[error] });
}

// §5.2 allows ASCII alone here.
const WHY: Record<OAuthError, string> = {
  invalid_request:
    'La demande est incomplete ou repete un parametre. / The request lacks or repeats a parameter.',
  invalid_client: 'Identifiants refuses. / The credentials are refused.',
  unsupported_grant_type: 'Seul client_credentials est possible. / Only client_credentials is possible.',
  invalid_scope: "Une portee demandee n'est pas celle de la cle. / A scope asked for is not one of the key.",
};
