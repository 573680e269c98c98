import { z } from 'zod';
import { type Ordered, sendOrder } from '../../orders/send-order.ts';

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

/** Sends a manager's decision. Never throws. */
export function orderQuarantine(order: QuarantineOrder, door?: typeof fetch): Promise<Ordered> {
  return sendOrder('/quarantaine/action', order, door);
}
