import type { GuardedRequest } from './guarded-fetch.js';
import type { ProviderCredentials, SignInTrip } from './provider-client.js';
import type { ProviderDescription } from './provider-description.js';

/** What redeems a code, with our name and secret as the provider wants them. */
export function tokenRequest(
  { tokenEndpoint: url, authentication }: ProviderDescription,
  { clientId, clientSecret }: ProviderCredentials,
  { codeVerifier, redirectUri }: Pick<SignInTrip, 'codeVerifier' | 'redirectUri'>,
  code: string,
): GuardedRequest {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
  });
  if (authentication === 'client_secret_post') {
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret);
    return { url, form };
  }
  // RFC 6749 §2.3.1: both are form-encoded first.
  const basic = [clientId, clientSecret].map(formEncoded).join(':');
  return { url, form, headers: { authorization: `Basic ${Buffer.from(basic).toString('base64')}` } };
}

function formEncoded(text: string): string {
  return new URLSearchParams({ v: text }).toString().slice(2);
}
