import { z } from 'zod';
import { type Ordered, sendOrder } from '../../orders/send-order.ts';

/** What a manager asks for the statistics of a month that the ANS sent back. */
export const StatisticsOrder = z.object({ structureId: z.string(), depositId: z.string() });

export type StatisticsOrder = z.infer<typeof StatisticsOrder>;

/** Asks for a new deposit. Never throws. */
export function orderRedeposit(order: StatisticsOrder, door?: typeof fetch): Promise<Ordered> {
  return sendOrder('/statistiques/action', order, door);
}
