import { FetchFailure } from '@cachet/ans';
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

const ASYMMETRIC = new Set([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
]);

/** Fetches the description (OpenID Connect Discovery 1.0 §4). @throws ProviderFault */
export async function describeProvider(
  fetch: GuardedFetch,
  issuer: string,
  takesPrivate: boolean,
): Promise<ProviderDescription> {
  const json = await fetchObject(fetch, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  // §4.3: exactly, for whoever answers there could speak for another otherwise.
  if (json.issuer !== issuer) throw new ProviderFault('the description is of another issuer');
  const algorithms = (list(json.id_token_signing_alg_values_supported) ?? []).filter((name) =>
    ASYMMETRIC.has(name),
  );
  if (algorithms.length === 0) throw new ProviderFault('no signature that we take');
  if (!list(json.response_types_supported)?.includes('code'))
    throw new ProviderFault('no authorization code');
  // RFC 8414 §2 lets it be left out, and some who know S256 do.
  if (list(json.code_challenge_methods_supported)?.includes('S256') === false)
    throw new ProviderFault('no PKCE');
  const methods = list(json.token_endpoint_auth_methods_supported) ?? ['client_secret_basic'];
  const authentication = (['client_secret_basic', 'client_secret_post'] as const).find((each) =>
    methods.includes(each),
  );
  if (!authentication) throw new ProviderFault('no authentication by secret');
  const endpoint = (name: string) => endpointIn(json[name], takesPrivate);
  return {
    issuer,
    authorizationEndpoint: endpoint('authorization_endpoint'),
    tokenEndpoint: endpoint('token_endpoint'),
    jwksUri: endpoint('jwks_uri'),
    algorithms,
    authentication,
    saysIssuer: json.authorization_response_iss_parameter_supported === true,
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

function endpointIn(value: unknown, takesPrivate: boolean): string {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (!url || !(url.protocol === 'https:' || (takesPrivate && url.protocol === 'http:')))
    throw new ProviderFault('an address is missing or not of https');
  return url.href;
}

function list(value: unknown): string[] | null {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : null;
}
