import { z } from 'zod';

const Offers = z.object({ structures: z.array(z.object({ structureId: z.string(), name: z.string() })) });
const Departure = z.object({ url: z.url({ protocol: /^https?$/ }) });
const Why = z.object({ fr: z.string(), en: z.string() });

export type Offer = z.infer<typeof Offers>['structures'][number];

/** Where to go, or why not when the API said why. */
export type Begun = { readonly url: string } | { readonly why: z.infer<typeof Why> | null };

/** The structures that take this address; null when nobody could tell. Never throws. */
export async function offersOf(email: string, door: typeof fetch = fetch): Promise<readonly Offer[] | null> {
  const response = await post(door, 'choix', { email });
  const offers = Offers.safeParse(await response?.json().catch(() => null));
  return response?.ok && offers.success ? offers.data.structures : null;
}

/** Begins the sign-in by the provider of that structure. Never throws. */
export async function beginAt(
  structureId: string,
  returnTo: string,
  door: typeof fetch = fetch,
): Promise<Begun> {
  const response = await post(door, 'depart', { structureId, returnTo });
  const body = await response?.json().catch(() => null);
  const departure = Departure.safeParse(body);
  if (response?.ok && departure.success) return departure.data;
  const why = response?.status === 409 ? Why.safeParse(body) : null;
  return { why: why?.success ? why.data : null };
}

function post(door: typeof fetch, step: string, body: object): Promise<Response | null> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(body) };
  return door(`/connexion/structure/${step}`, request).catch(() => null);
}
