import { DescriptionFault, readDescription } from '@cachet/ans';
import type { GuardedFetch } from './guarded-fetch.js';
import { fetchObject } from './provider-exchange.js';
import { ProviderFault } from './provider-fault.js';

/** What we use of a provider's published description. */
export interface ProviderDescription {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  /** Where its own session is ended; null when it cannot be. */
  readonly endSessionEndpoint: string | null;
  /** It says that it tells of its logouts (Back-Channel Logout 1.0 §2.1). */
  readonly tellsLogouts: boolean;
  /** Asymmetric ones only. */
  readonly algorithms: readonly string[];
  readonly authentication: 'client_secret_basic' | 'client_secret_post';
  /** RFC 9207: it says `iss` in its answer. */
  readonly saysIssuer: boolean;
}

const AUTHENTICATIONS = ['client_secret_basic', 'client_secret_post'] as const;

/** Fetches the description (OpenID Connect Discovery 1.0 §4). @throws ProviderFault */
export async function describeProvider(
  fetch: GuardedFetch,
  issuer: string,
  takesPrivate: boolean,
): Promise<ProviderDescription> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const json = await fetchObject(fetch, { url }, 'noDescription');
  try {
    return usable(json, issuer, takesPrivate);
  } catch (error) {
    if (error instanceof DescriptionFault) throw new ProviderFault(error.problem, error.message);
    throw error;
  }
}

/** @throws ProviderFault, DescriptionFault */
function usable(
  json: Readonly<Record<string, unknown>>,
  issuer: string,
  takesPrivate: boolean,
): ProviderDescription {
  const read = readDescription(json, issuer, takesPrivate);
  if (!read.list('response_types_supported')?.includes('code'))
    throw new ProviderFault('noCode', 'no authorization code');
  // RFC 8414 §2 lets it be left out, and some who know S256 do.
  if (read.list('code_challenge_methods_supported')?.includes('S256') === false)
    throw new ProviderFault('noPkce', 'no PKCE');
  const methods = read.list('token_endpoint_auth_methods_supported') ?? ['client_secret_basic'];
  const authentication = AUTHENTICATIONS.find((each) => methods.includes(each));
  if (!authentication) throw new ProviderFault('noSecret', 'no authentication by secret');
  return {
    issuer,
    authorizationEndpoint: read.endpoint('authorization_endpoint'),
    tokenEndpoint: read.endpoint('token_endpoint'),
    jwksUri: read.endpoint('jwks_uri'),
    endSessionEndpoint: read.optionalEndpoint('end_session_endpoint'),
    tellsLogouts: read.says('backchannel_logout_supported'),
    algorithms: read.algorithms,
    authentication,
    saysIssuer: read.says('authorization_response_iss_parameter_supported'),
  };
}
