import { z } from 'zod';
import { type Ordered, sendOrder } from '../../orders/send-order.ts';

/** What a manager decides of the publication of a structure. */
export const PublicationOrder = z.object({
  act: z.enum(['accept', 'decline', 'approve']),
  structureId: z.string(),
  id: z.string(),
});

export type PublicationOrder = z.infer<typeof PublicationOrder>;

/** Sends a manager's decision. Never throws. */
export function orderPublication(order: PublicationOrder, door?: typeof fetch): Promise<Ordered> {
  return sendOrder('/publication/action', order, door);
}
