import { z } from 'zod';
import { type Ordered, sendOrder } from '../../orders/send-order.ts';

/** The operator's administrator has a job run now. */
export const JobOrder = z.object({ name: z.string().max(100) });

export type JobOrder = z.infer<typeof JobOrder>;

/** Sends it. Never throws. */
export function orderJob(order: JobOrder, door?: typeof fetch): Promise<Ordered> {
  return sendOrder('/travaux-planifies/action', order, door);
}
