import { z } from 'zod';

/** What a manager decides for the quarantine of a structure. */
export const QuarantineOrder = z.discriminatedUnion('act', [
  z.object({ act: z.literal('destroy'), structureId: z.string(), id: z.string() }),
  z.object({
    act: z.literal('choose'),
    structureId: z.string(),
    infected: z.enum(['REFUSE', 'STRIP']),
    encrypted: z.enum(['REFUSE', 'ACCEPT']),
  }),
]);

export type QuarantineOrder = z.infer<typeof QuarantineOrder>;

const Why = z.object({ fr: z.string(), en: z.string() });

/** Done, or why not when the API said why. */
export type Ordered =
  | { readonly done: true }
  | { readonly done: false; readonly why: z.infer<typeof Why> | null };

/** Sends a manager's decision. Never throws. */
export async function orderQuarantine(order: QuarantineOrder, door: typeof fetch = fetch): Promise<Ordered> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(order) };
  const response = await door('/quarantaine/action', request).catch(() => null);
  if (response?.ok) return { done: true };
  const why = response?.status === 409 ? Why.safeParse(await response.json().catch(() => null)) : null;
  return { done: false, why: why?.success ? why.data : null };
}
