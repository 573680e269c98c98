import { DescriptionFault, FetchFailure, readDescription } from '@cachet/ans';
import type { GuardedFetch } from './guarded-fetch.js';

/** What we use of a provider's published description. */
export interface ProviderDescription {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  /** Asymmetric ones only. */
  readonly algorithms: readonly string[];
  readonly authentication: 'client_secret_basic' | 'client_secret_post';
  /** RFC 9207: it says `iss` in its answer. */
  readonly saysIssuer: boolean;
}

/** The provider did not answer as it should, or not as we take it. */
export class ProviderFault extends Error {
  override readonly name = 'ProviderFault';
}

const AUTHENTICATIONS = ['client_secret_basic', 'client_secret_post'] as const;

/** Fetches the description (OpenID Connect Discovery 1.0 §4). @throws ProviderFault */
export async function describeProvider(
  fetch: GuardedFetch,
  issuer: string,
  takesPrivate: boolean,
): Promise<ProviderDescription> {
  const json = await fetchObject(fetch, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  try {
    return usable(json, issuer, takesPrivate);
  } catch (error) {
    if (error instanceof DescriptionFault) throw new ProviderFault(error.message);
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
    throw new ProviderFault('no authorization code');
  // RFC 8414 §2 lets it be left out, and some who know S256 do.
  if (read.list('code_challenge_methods_supported')?.includes('S256') === false)
    throw new ProviderFault('no PKCE');
  const methods = read.list('token_endpoint_auth_methods_supported') ?? ['client_secret_basic'];
  const authentication = AUTHENTICATIONS.find((each) => methods.includes(each));
  if (!authentication) throw new ProviderFault('no authentication by secret');
  return {
    issuer,
    authorizationEndpoint: read.endpoint('authorization_endpoint'),
    tokenEndpoint: read.endpoint('token_endpoint'),
    jwksUri: read.endpoint('jwks_uri'),
    algorithms: read.algorithms,
    authentication,
    saysIssuer: read.says('authorization_response_iss_parameter_supported'),
  };
}

/** @throws ProviderFault */
export async function fetchObject(
  fetch: GuardedFetch,
  url: string,
  request: Omit<Parameters<GuardedFetch>[0], 'url'> = {},
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { status, body } = await fetch({ url, ...request });
    if (status !== 200) throw new ProviderFault(`HTTP ${status}`);
    const json: unknown = JSON.parse(body.toString('utf8'));
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json };
    throw new ProviderFault('not a JSON object');
  } catch (error) {
    if (error instanceof FetchFailure) throw new ProviderFault(error.message);
    if (error instanceof SyntaxError) throw new ProviderFault('not JSON');
    throw error;
  }
}
