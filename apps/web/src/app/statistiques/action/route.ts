import { StatisticsOrder } from '../../../features/statistics/order.ts';
import { StatisticsRedepositDocument } from '../../../gql/documents.ts';
import { told } from '../../../orders/told.ts';
import { forPerson } from '../../../session/for-person.ts';

/** A new deposit of statistics. A refusal comes back as its sentence, in French and in English. */
export async function POST(request: Request): Promise<Response> {
  const order = StatisticsOrder.safeParse(await request.json().catch(() => null));
  if (!order.success) return new Response(null, { status: 400 });
  return forPerson(request, StatisticsRedepositDocument, order.data, ({ done }) => told(done));
}
