import { z } from 'zod';
import { type Ordered, sendOrder } from '../../orders/send-order.ts';

const Provider = z.object({
  issuer: z.string().max(255),
  clientId: z.string().max(255),
  clientSecret: z.string().max(255),
  domains: z.array(z.string().max(253)).max(20),
});

export type Provider = z.infer<typeof Provider>;

/** What a manager decides of the account of the structure, and of who comes in by it. */
export const ProviderOrder = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('set'),
    structureId: z.string(),
    provider: Provider,
    version: z.number().int().nullable(),
  }),
  z.object({ act: z.literal('remove'), structureId: z.string(), version: z.number().int() }),
  z.object({
    act: z.literal('register'),
    structureId: z.string(),
    personId: z.string(),
    email: z.string().max(320),
  }),
  z.object({ act: z.literal('forget'), structureId: z.string(), personId: z.string() }),
]);

export type ProviderOrder = z.infer<typeof ProviderOrder>;

/** Never throws. */
export function orderProvider(order: ProviderOrder, door?: typeof fetch): Promise<Ordered> {
  return sendOrder('/fournisseur/action', order, door);
}

/** A provider to try: the one typed, or the one in force. */
export const Try = z.object({ structureId: z.string(), provider: Provider.nullable() });

export type Try = z.infer<typeof Try>;

const Check = z.object({
  problem: z.string().nullable(),
  endsSession: z.boolean(),
  tellsLogouts: z.boolean(),
});

export type Check = z.infer<typeof Check>;

const Why = z.object({ fr: z.string(), en: z.string() });

/** What the try showed, or why it was refused when the API said why. Never throws. */
export async function tryProvider(
  wanted: Try,
  door: typeof fetch = fetch,
): Promise<{ readonly check: Check } | { readonly why: z.infer<typeof Why> | null }> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(wanted) };
  const response = await door('/fournisseur/essai', request).catch(() => null);
  const body = await response?.json().catch(() => null);
  const check = Check.safeParse(body);
  if (response?.ok && check.success) return { check: check.data };
  const why = response?.status === 409 ? Why.safeParse(body) : null;
  return { why: why?.success ? why.data : null };
}
