import { PublicationOrder } from '../../../features/publication/order.ts';
import {
  PublicationApproveDocument,
  PublicationCorrectionAcceptDocument,
  PublicationCorrectionDeclineDocument,
} from '../../../gql/documents.ts';
import { told } from '../../../orders/told.ts';
import { forPerson } from '../../../session/for-person.ts';

/** What a manager decides of the publication. A refusal comes back as its sentence, in French and in English. */
export async function POST(request: Request): Promise<Response> {
  const order = PublicationOrder.safeParse(await request.json().catch(() => null));
  if (!order.success) return new Response(null, { status: 400 });
  const { act, ...variables } = order.data;
  switch (act) {
    case 'accept':
      return forPerson(request, PublicationCorrectionAcceptDocument, variables, ({ done }) => told(done));
    case 'decline':
      return forPerson(request, PublicationCorrectionDeclineDocument, variables, ({ done }) => told(done));
    case 'approve':
      return forPerson(request, PublicationApproveDocument, variables, ({ done }) => told(done));
  }
}
