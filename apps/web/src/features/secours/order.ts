import { z } from 'zod';
import { type Ordered, sendOrder } from '../../orders/send-order.ts';

/** What a person decides of their access de secours, and a manager of the structure’s. */
export const SecoursOrder = z.discriminatedUnion('act', [
  z.object({ act: z.literal('confirm'), structureId: z.string(), code: z.string().max(20) }),
  z.object({ act: z.literal('revoke'), structureId: z.string() }),
  z.object({ act: z.literal('turn'), structureId: z.string(), on: z.boolean() }),
  z.object({ act: z.literal('revokeOf'), structureId: z.string(), idNat: z.string() }),
]);

export type SecoursOrder = z.infer<typeof SecoursOrder>;

/** Never throws. */
export function orderSecours(order: SecoursOrder, door?: typeof fetch): Promise<Ordered> {
  return sendOrder('/acces-de-secours/action', order, door);
}

/** What a person is shown once. */
export const Shown = z.object({
  passphrase: z.string(),
  key: z.string(),
  qr: z.object({ size: z.number(), path: z.string() }),
});

export type Shown = z.infer<typeof Shown>;

/** Prepares an access de secours; null when it could not be. Never throws. */
export async function beginSecours(structureId: string, door: typeof fetch = fetch): Promise<Shown | null> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify({ structureId }) };
  const response = await door('/acces-de-secours/activer', request).catch(() => null);
  const shown = Shown.safeParse(await response?.json().catch(() => null));
  return response?.ok && shown.success ? shown.data : null;
}
