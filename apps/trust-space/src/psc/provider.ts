/// <reference path="../openid/oidc-provider.d.ts" />
import { readFileSync } from 'node:fs';
import { type Context, Provider } from 'oidc-provider';
import { MemoryAdapter } from '../openid/memory-adapter.js';
import { grantOf, showIn, throughTheLoopback } from '../openid/provider-parts.js';
import type { World } from '../world/world.js';
import { logoutPage, messagePage } from './pages.js';
import { CLAIM_NAMES, claimsOf, type Professionals } from './professionals.js';
import { REALM_PATH, type Realm } from './realm.js';

const HOUR = 3600;
const SCOPES = ['openid', 'scope_all', 'offline_access'];
const PROTOCOL = '/protocol/openid-connect';

export const LOGIN_PATH = '/login';
export const ROUTES = {
  authorization: `${PROTOCOL}/auth`,
  token: `${PROTOCOL}/token`,
  userinfo: `${PROTOCOL}/userinfo`,
  jwks: `${PROTOCOL}/certs`,
  end_session: `${PROTOCOL}/logout`,
  revocation: `${PROTOCOL}/revoke`,
};

/** The authorization server, set as the real one behaves: PKCE, one first-party client, sessions of four hours. */
export function createProvider(realm: Realm, world: World, people: Professionals): Provider {
  return new Provider(realm.issuer, {
    adapter: MemoryAdapter,
    clients: [client(world)],
    jwks: { keys: [realm.privateJwk] },
    routes: ROUTES,
    scopes: SCOPES,
    claims: { openid: ['sub'], scope_all: CLAIM_NAMES, acr: null, auth_time: null, sid: null, iss: null },
    acrValues: ['eidas1', 'eidas2', 'eidas3'],
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: [realm.cookieKey] },
    ttl: {
      AccessToken: 120,
      IdToken: 120,
      RefreshToken: HOUR / 2,
      Session: 4 * HOUR,
      Interaction: 600,
      Grant: 4 * HOUR,
    },
    fetch: throughTheLoopback,
    issueRefreshToken: async () => true,
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: true },
      revocation: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
    },
    findAccount: async (_: unknown, sub: string) => account(people, sub),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `${REALM_PATH}${LOGIN_PATH}/${uid}` },
    loadExistingGrant: grantOf(SCOPES),
    renderError,
  });
}

function client(world: World): Record<string, unknown> {
  return {
    client_id: world.pscClientId,
    client_secret: readFileSync(world.pscClientSecretFile, 'utf8').trim(),
    redirect_uris: [world.webRedirectUri],
    post_logout_redirect_uris: [world.webPostLogoutUri],
    ...(world.webBackchannelLogoutUri
      ? { backchannel_logout_uri: world.webBackchannelLogoutUri, backchannel_logout_session_required: true }
      : {}),
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  };
}

function account(people: Professionals, sub: string) {
  const who = people.bySubject(sub);
  return who ? { accountId: sub, claims: async () => claimsOf(who) } : undefined;
}

async function logoutSource(context: Context, form: string): Promise<void> {
  showIn(context, logoutPage(form));
}

async function postLogoutSuccessSource(context: Context): Promise<void> {
  showIn(context, messagePage('Vous êtes déconnecté', 'Votre session Pro Santé Connect est terminée.'));
}

async function renderError(
  context: Context,
  out: { error: string; error_description?: string },
): Promise<void> {
  showIn(context, messagePage('La connexion a été refusée', `${out.error} : ${out.error_description ?? ''}`));
}
