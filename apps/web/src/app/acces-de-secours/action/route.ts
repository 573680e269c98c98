import { SecoursOrder } from '../../../features/secours/order.ts';
import {
  SecoursConfirmDocument,
  SecoursRevokeDocument,
  SecoursRevokeOfDocument,
  SecoursTurnDocument,
} from '../../../gql/documents.ts';
import { told } from '../../../orders/told.ts';
import { forPerson } from '../../../session/for-person.ts';

/** What is decided of an access de secours. A refusal comes back as its sentence, in French and in English. */
export async function POST(request: Request): Promise<Response> {
  const read = SecoursOrder.safeParse(await request.json().catch(() => null));
  if (!read.success) return new Response(null, { status: 400 });
  const order = read.data;
  const { structureId } = order;
  switch (order.act) {
    case 'confirm': {
      const variables = { structureId, code: order.code };
      return forPerson(request, SecoursConfirmDocument, variables, ({ done }) => told(done));
    }
    case 'revoke':
      return forPerson(request, SecoursRevokeDocument, { structureId }, ({ done }) => told(done));
    case 'turn':
      return forPerson(request, SecoursTurnDocument, { structureId, on: order.on }, ({ done }) => told(done));
    case 'revokeOf': {
      const variables = { structureId, idNat: order.idNat };
      return forPerson(request, SecoursRevokeOfDocument, variables, ({ done }) => told(done));
    }
  }
}
