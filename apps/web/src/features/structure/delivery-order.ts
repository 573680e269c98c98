import { z } from 'zod';
import type { DeliveryRow } from './delivery-rows.ts';

export type Act = DeliveryRow['acts'][number];

export interface Order {
  readonly structureId: string;
  readonly deliveryId: string;
  readonly act: Act;
}

const Why = z.object({ fr: z.string(), en: z.string() });

/** Done, or why not when the API said why. */
export type Ordered =
  | { readonly done: true }
  | { readonly done: false; readonly why: z.infer<typeof Why> | null };

/** Sends a manager's decision. Never throws. */
export async function orderAct(order: Order, door: typeof fetch = fetch): Promise<Ordered> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(order) };
  const response = await door('/remises/action', request).catch(() => null);
  if (response?.ok) return { done: true };
  const why = response?.status === 409 ? Why.safeParse(await response.json().catch(() => null)) : null;
  return { done: false, why: why?.success ? why.data : null };
}
