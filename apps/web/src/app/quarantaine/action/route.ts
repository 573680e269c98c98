import { QuarantineOrder } from '../../../features/quarantine/order.ts';
import { MalwarePolicySetDocument, QuarantineDestroyDocument } from '../../../gql/documents.ts';
import { told } from '../../../orders/told.ts';
import { forPerson } from '../../../session/for-person.ts';

/** What a manager decides for the quarantine. A refusal comes back as its sentence, in French and in English. */
export async function POST(request: Request): Promise<Response> {
  const order = QuarantineOrder.safeParse(await request.json().catch(() => null));
  if (!order.success) return new Response(null, { status: 400 });
  if (order.data.act === 'destroy') {
    const { structureId, id } = order.data;
    return forPerson(request, QuarantineDestroyDocument, { structureId, id }, ({ done }) => told(done));
  }
  const { structureId, infected, encrypted } = order.data;
  const variables = { structureId, infected, encrypted };
  return forPerson(request, MalwarePolicySetDocument, variables, ({ done }) => told(done));
}
