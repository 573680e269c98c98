import type { FetchBytes } from '../http/fetch-bytes.js';
import { fetchJson } from './psc-json.js';
import { PscUnavailable } from './psc-objection.js';

/** What we use of the provider's published metadata. */
export interface PscMetadata {
  readonly jwksUri: string;
  readonly userinfoEndpoint: string;
  /** Asymmetric signature algorithms only, whatever else is published. */
  readonly algorithms: readonly string[];
}

export interface MetadataSource {
  readonly issuer: string;
  /** The real provider publishes at `<issuer>/.well-known/wallet-openid-configuration`, not at the standard path. */
  readonly metadataUrl: string;
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

/** Fetches the metadata. Throws PscUnavailable when they are not those of the expected issuer. */
export async function fetchPscMetadata(
  fetch: FetchBytes,
  { issuer, metadataUrl }: MetadataSource,
  within: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<PscMetadata> {
  const { json } = await fetchJson(fetch, { url: metadataUrl, ...within });
  if (json?.issuer !== issuer) throw new PscUnavailable('metadata are not those of the configured issuer');
  const algorithms = list(json.id_token_signing_alg_values_supported).filter((name) => ASYMMETRIC.has(name));
  if (algorithms.length === 0) throw new PscUnavailable('metadata name no asymmetric algorithm');
  return {
    jwksUri: endpoint(json.jwks_uri, metadataUrl),
    userinfoEndpoint: endpoint(json.userinfo_endpoint, metadataUrl),
    algorithms,
  };
}

/** An address of the provider; never in clear when the metadata themselves came encrypted. */
function endpoint(value: unknown, metadataUrl: string): string {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  const isEncryptedEnough = url?.protocol === 'https:' || url?.protocol === new URL(metadataUrl).protocol;
  if (!url || !isEncryptedEnough) throw new PscUnavailable('metadata lack an endpoint');
  return url.href;
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
