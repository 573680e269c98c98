import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { BadRequest } from '../http/exchange.js';

const MUTATION = `mutation {
  listeBlancheRefresh {
    __typename
    ... on ListeBlancheState { available domainCount fetchedAt generatedAt }
    ... on Refus { code message messageEn retryable }
  }
}`;

const answerSchema = z.object({
  data: z.object({ listeBlancheRefresh: z.unknown() }).nullish(),
  errors: z.array(z.unknown()).optional(),
});

/** How to reach the product's own « refresh now », by its public API and an operator's key. */
export interface ProductDoor {
  readonly url: string;
  readonly key: string | { readonly file: string };
}

/** Makes the product fetch the liste blanche and returns its answer. */
export async function refreshProduct(door: ProductDoor | null): Promise<unknown> {
  if (!door)
    throw new BadRequest(
      'aucun produit à prévenir : TRUST_SPACE_REFRESH_URL manque / no product to tell: TRUST_SPACE_REFRESH_URL is missing',
      503,
    );
  const response = await fetch(door.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${keyOf(door)}` },
    body: JSON.stringify({ query: MUTATION }),
    signal: AbortSignal.timeout(60_000),
  });
  const answer = answerSchema.parse(await response.json());
  return answer.data?.listeBlancheRefresh ?? { errors: answer.errors ?? [] };
}

// The key is read at each use: the sandbox makes it after this process has started.
function keyOf({ key }: ProductDoor): string {
  return typeof key === 'string' ? key : readFileSync(key.file, 'utf8').trim();
}
