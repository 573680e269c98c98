import { pscMetadataUrl, type Settings } from '../settings/settings.ts';

const PATIENCE_MS = 3000;
export const SIGNED_OUT = '/connexion?raison=fermee';

/**
 * Where to send a person so that Pro Santé Connect closes its own session too (OpenID Connect RP-Initiated Logout 1.0 §2).
 * When it cannot be known, the portal's own sign-in page: our session is closed already.
 */
export async function endOfPscSession(settings: Settings, idToken: string | null): Promise<string> {
  const endpoint = idToken ? await endSessionEndpoint(pscMetadataUrl(settings)) : null;
  if (!endpoint || !idToken) return SIGNED_OUT;
  const url = new URL(endpoint);
  url.searchParams.set('id_token_hint', idToken);
  url.searchParams.set('client_id', settings.CACHET_PSC_CLIENT_ID);
  url.searchParams.set('post_logout_redirect_uri', new URL('/connexion', settings.CACHET_WEB_URL).href);
  return url.href;
}

async function endSessionEndpoint(metadataUrl: string): Promise<string | null> {
  try {
    const answer = await fetch(metadataUrl, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
    const { end_session_endpoint: endpoint } = (await answer.json()) as { end_session_endpoint?: unknown };
    return typeof endpoint === 'string' && URL.canParse(endpoint) ? endpoint : null;
  } catch {
    return null;
  }
}
