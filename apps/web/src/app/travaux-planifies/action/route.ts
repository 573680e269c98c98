import { JobOrder } from '../../../features/jobs/order.ts';
import { JobRunNowDocument } from '../../../gql/documents.ts';
import { told } from '../../../orders/told.ts';
import { forPerson } from '../../../session/for-person.ts';

/** Has a job run now. A refusal comes back as its sentence, in French and in English. */
export async function POST(request: Request): Promise<Response> {
  const order = JobOrder.safeParse(await request.json().catch(() => null));
  if (!order.success) return new Response(null, { status: 400 });
  return forPerson(request, JobRunNowDocument, order.data, ({ done }) => told(done));
}
