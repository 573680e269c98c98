import { SendingOrder } from '../../../features/sending/order.ts';
import {
  BalStructureAuthoriseDocument,
  BalStructureWithdrawDocument,
  SendingLimitsSetDocument,
} from '../../../gql/documents.ts';
import { told } from '../../../orders/told.ts';
import { forPerson } from '../../../session/for-person.ts';

const OF_STRUCTURES = {
  authorise: BalStructureAuthoriseDocument,
  withdraw: BalStructureWithdrawDocument,
} as const;

/** What a manager decides for sending. A refusal comes back as its sentence, in French and in English. */
export async function POST(request: Request): Promise<Response> {
  const order = SendingOrder.safeParse(await request.json().catch(() => null));
  if (!order.success) return new Response(null, { status: 400 });
  if (order.data.act === 'limit') {
    const { act: _, ...limits } = order.data;
    return forPerson(request, SendingLimitsSetDocument, limits, ({ done }) => told(done));
  }
  const { act, ...access } = order.data;
  return forPerson(request, OF_STRUCTURES[act], access, ({ done }) => told(done));
}
