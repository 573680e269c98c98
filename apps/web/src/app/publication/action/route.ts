import { PublicationOrder } from '../../../features/publication/order.ts';
import {
  BalPublicationUpdateDocument,
  ListeRougeChooseDocument,
  PublicationApproveDocument,
  PublicationCorrectionAcceptDocument,
  PublicationCorrectionDeclineDocument,
} from '../../../gql/documents.ts';
import { told } from '../../../orders/told.ts';
import { forPerson } from '../../../session/for-person.ts';

/** What is decided of the publication. A refusal comes back as its sentence, in French and in English. */
export async function POST(request: Request): Promise<Response> {
  const order = PublicationOrder.safeParse(await request.json().catch(() => null));
  if (!order.success) return new Response(null, { status: 400 });
  const decided = order.data;
  switch (decided.act) {
    case 'accept':
      return forPerson(request, PublicationCorrectionAcceptDocument, decidedOf(decided), ({ done }) =>
        told(done),
      );
    case 'decline':
      return forPerson(request, PublicationCorrectionDeclineDocument, decidedOf(decided), ({ done }) =>
        told(done),
      );
    case 'approve':
      return forPerson(request, PublicationApproveDocument, decidedOf(decided), ({ done }) => told(done));
    case 'settings': {
      const { structureId, balId, version, change } = decided;
      const variables = { structureId, balId, version, change };
      return forPerson(request, BalPublicationUpdateDocument, variables, ({ done }) => told(done));
    }
    case 'listeRouge': {
      const { structureId, balId, wanted } = decided;
      return forPerson(request, ListeRougeChooseDocument, { structureId, balId, wanted }, ({ done }) =>
        told(done),
      );
    }
  }
}

function decidedOf({ structureId, id }: { readonly structureId: string; readonly id: string }) {
  return { structureId, id };
}
