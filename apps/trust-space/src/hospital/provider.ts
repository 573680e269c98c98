/// <reference path="../openid/oidc-provider.d.ts" />
import { readFileSync } from 'node:fs';
import { Provider } from 'oidc-provider';
import { MemoryAdapter } from '../openid/memory-adapter.js';
import { grantOf, showIn, throughTheLoopback } from '../openid/provider-parts.js';
import type { HospitalWorld } from '../world/world.js';
import { claimsOf } from './accounts.js';
import type { Hospital } from './hospital-server.js';
import type { HospitalPages } from './pages.js';

export const HOSPITAL_PATH = '/hopital';
export const LOGIN_PATH = '/connexion';

const HOUR = 3600;
const SCOPES = ['openid', 'email', 'profile'];

/** The hospital’s own provider, set as hospitals set theirs: authorization code with PKCE, one confidential client, notices of logout. */
export function createHospitalProvider(hospital: Hospital, pages: HospitalPages): Provider {
  const { issuer, accounts, world, keys } = hospital;
  return new Provider(issuer, {
    adapter: (model: string) => new MemoryAdapter(`hospital ${model}`),
    clients: [client(world)],
    jwks: { keys: keys.all },
    responseTypes: ['code'],
    scopes: SCOPES,
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'given_name', 'family_name'],
      sid: null,
    },
    // Most providers say who came in the identity token itself.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    // Cookies know no port: another provider stands on the same host.
    cookies: {
      keys: [hospital.cookieKey],
      names: { session: '_hopital', interaction: '_hopital_etape', resume: '_hopital_suite' },
    },
    ttl: { AccessToken: 300, IdToken: 300, Session: 8 * HOUR, Interaction: 600, Grant: 8 * HOUR },
    fetch: throughTheLoopback,
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (context, form) => showIn(context, pages.logout(form)),
        postLogoutSuccessSource: async (context) =>
          showIn(context, pages.message('Vous êtes déconnecté', 'Votre session est terminée.')),
      },
    },
    findAccount: async (_: unknown, sub: string) => {
      const account = accounts.bySubject(sub);
      return account ? { accountId: sub, claims: async () => claimsOf(account) } : undefined;
    },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `${HOSPITAL_PATH}${LOGIN_PATH}/${uid}` },
    loadExistingGrant: grantOf(SCOPES),
    renderError: async (context, { error, error_description: why }) =>
      showIn(context, pages.message('La connexion a été refusée', `${error} : ${why ?? ''}`)),
  });
}

function client(world: HospitalWorld): Record<string, unknown> {
  return {
    client_id: world.clientId,
    client_secret: readFileSync(world.clientSecretFile, 'utf8').trim(),
    redirect_uris: [world.redirectUri],
    post_logout_redirect_uris: [world.postLogoutUri],
    backchannel_logout_uri: world.backchannelLogoutUri,
    backchannel_logout_session_required: true,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code'],
    response_types: ['code'],
  };
}
