import { z } from 'zod';
import { type Ordered, sendOrder } from '../../orders/send-order.ts';

const Access = z.object({ structureId: z.string(), balId: z.string(), idNat: z.string().min(1) });
const Recipients = z.coerce.number().int().positive();

/** What a manager decides for the sending of a structure. */
export const SendingOrder = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('limit'),
    structureId: z.string(),
    perBal: Recipients,
    perStructure: Recipients,
  }),
  Access.extend({ act: z.literal('authorise') }),
  Access.extend({ act: z.literal('withdraw') }),
]);

export type SendingOrder = z.infer<typeof SendingOrder>;

/** Sends a manager's decision. Never throws. */
export function orderSending(order: SendingOrder, door?: typeof fetch): Promise<Ordered> {
  return sendOrder('/envois/action', order, door);
}
