import { type Ordered, sendOrder } from '../../orders/send-order.ts';
import type { DeliveryRow } from './delivery-rows.ts';

export type Act = DeliveryRow['acts'][number];

export interface Order {
  readonly structureId: string;
  readonly deliveryId: string;
  readonly act: Act;
}

/** Sends a manager's decision. Never throws. */
export function orderAct(order: Order, door?: typeof fetch): Promise<Ordered> {
  return sendOrder('/remises/action', order, door);
}
