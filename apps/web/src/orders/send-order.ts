import { z } from 'zod';

const Why = z.object({ fr: z.string(), en: z.string(), field: z.string().optional() });

/** Done, or why not when the API said why, and of which field. Without a why it may be done all the same: the answer may be lost. */
export type Ordered =
  | { readonly done: true }
  | { readonly done: false; readonly why: z.infer<typeof Why> | null };

/** Sends somebody's decision to one of the portal's own doors. Never throws. */
export async function sendOrder(path: string, order: unknown, door: typeof fetch = fetch): Promise<Ordered> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(order) };
  const response = await door(path, request).catch(() => null);
  if (response?.ok) return { done: true };
  const why = response?.status === 409 ? Why.safeParse(await response.json().catch(() => null)) : null;
  return { done: false, why: why?.success ? why.data : null };
}
