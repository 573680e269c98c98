import type { OAuthConfig } from 'next-auth/providers/oauth';
import { pscMetadataUrl, type Settings } from '../settings/settings.ts';
import type { PscProfile } from './open-session.ts';

const PATIENCE_MS = 5000;

/** Pro Santé Connect as next-auth's only provider: authorization code, PKCE, state and nonce. */
export function pscProvider(settings: Settings): OAuthConfig<PscProfile> {
  return {
    id: 'psc',
    name: 'Pro Santé Connect',
    type: 'oauth',
    idToken: true,
    wellKnown: pscMetadataUrl(settings),
    issuer: settings.CACHET_PSC_ISSUER,
    clientId: settings.CACHET_PSC_CLIENT_ID,
    clientSecret: settings.CACHET_PSC_CLIENT_SECRET,
    client: { token_endpoint_auth_method: 'client_secret_basic' },
    // Pro Santé Connect knows one value to ask for; the level reached is checked on the way back.
    authorization: { params: { scope: 'openid scope_all', acr_values: 'eidas1' } },
    checks: ['pkce', 'state', 'nonce'],
    httpOptions: { timeout: PATIENCE_MS },
    userinfo: {
      async request({ client, tokens }) {
        if (!tokens.access_token) throw new Error('no access token');
        if (client.issuer.metadata.issuer !== settings.CACHET_PSC_ISSUER) throw new Error('another issuer');
        const claims = await client.userinfo<PscProfile>(tokens.access_token);
        const identity = identityClaims(tokens.id_token);
        if (claims.sub !== identity.sub) throw new Error('another person');
        return { ...claims, acr: identity.acr };
      },
    },
    profile: (profile) => ({
      id: profile.SubjectNameID ?? '',
      name: `${profile.given_name} ${profile.family_name}`,
    }),
  };
}

/** Claims of an identity token whose signature next-auth has just verified. */
function identityClaims(idToken: string | undefined): { readonly sub?: string; readonly acr?: string } {
  const payload = idToken?.split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
}
