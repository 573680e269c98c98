import type { FetchBytes } from '../http/fetch-bytes.js';
import {
  DescriptionFault,
  type PublishedDescription,
  readDescription,
} from '../openid/published-description.js';
import { fetchJson } from './psc-json.js';
import { PscUnavailable } from './psc-objection.js';

/** What we use of the provider's published metadata. */
export interface PscMetadata extends Pick<PublishedDescription, 'algorithms'> {
  readonly jwksUri: string;
  readonly userinfoEndpoint: string;
}

export interface MetadataSource {
  readonly issuer: string;
  /** The real provider publishes at `<issuer>/.well-known/wallet-openid-configuration`, not at the standard path. */
  readonly metadataUrl: string;
}

/** Fetches the metadata. Throws PscUnavailable when they are not those of the expected issuer. */
export async function fetchPscMetadata(
  fetch: FetchBytes,
  { issuer, metadataUrl }: MetadataSource,
  within: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<PscMetadata> {
  const { json } = await fetchJson(fetch, { url: metadataUrl, ...within });
  try {
    // Never in clear when the metadata themselves came encrypted.
    const read = readDescription(json, issuer, new URL(metadataUrl).protocol === 'http:');
    const { algorithms } = read;
    return {
      jwksUri: read.endpoint('jwks_uri'),
      userinfoEndpoint: read.endpoint('userinfo_endpoint'),
      algorithms,
    };
  } catch (error) {
    if (error instanceof DescriptionFault) throw new PscUnavailable(error.message);
    throw error;
  }
}
