import { z } from 'zod';
import {
  DeliveryCancelDocument,
  DeliveryHoldDocument,
  DeliveryReleaseDocument,
  DeliveryRetryDocument,
} from '../../../gql/documents.ts';
import { told } from '../../../orders/told.ts';
import { forPerson } from '../../../session/for-person.ts';

const Order = z.object({
  structureId: z.string(),
  deliveryId: z.string(),
  act: z.enum(['HOLD', 'RELEASE', 'RETRY', 'CANCEL']),
});

const DOCUMENTS = {
  HOLD: DeliveryHoldDocument,
  RELEASE: DeliveryReleaseDocument,
  RETRY: DeliveryRetryDocument,
  CANCEL: DeliveryCancelDocument,
} as const;

/** What a manager decides for a waiting delivery. A refusal comes back as its sentence, in French and in English. */
export async function POST(request: Request): Promise<Response> {
  const order = Order.safeParse(await request.json().catch(() => null));
  if (!order.success) return new Response(null, { status: 400 });
  const { act, ...variables } = order.data;
  return forPerson(request, DOCUMENTS[act], variables, ({ done }) => told(done));
}
