import type { Context } from 'oidc-provider';
import { type AccessTokens, TOKEN_SECONDS } from './access-token.js';
import type { Professionals } from './professionals.js';

/** Replaces the provider's opaque access token by the signed JWT that Pro Santé Connect hands out. */
export function withSignedAccessTokens(tokens: AccessTokens, people: Professionals) {
  return async (context: Context, next: () => Promise<void>): Promise<void> => {
    await next();
    const { oidc, body } = context;
    if (oidc?.route !== 'token' || context.status !== 200 || !isTokenAnswer(body)) return;
    const source = oidc.entities.AuthorizationCode ?? oidc.entities.RefreshToken;
    const who = people.bySubject(source?.accountId ?? '');
    if (!source || !who) return;
    body.access_token = await tokens.mint(who, {
      clientId: oidc.client?.clientId ?? '',
      sessionState: source.sessionUid ?? '',
      sid: source.sid,
      acr: source.acr ?? 'eidas1',
      scope: source.scope ?? 'openid scope_all',
      nonce: source.nonce,
      authTime: source.authTime,
    });
    body.expires_in = TOKEN_SECONDS;
  };
}

function isTokenAnswer(body: unknown): body is { access_token: string; expires_in: number } {
  return typeof body === 'object' && body !== null && 'access_token' in body;
}
