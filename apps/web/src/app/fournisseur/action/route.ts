import { ProviderOrder } from '../../../features/managers/order.ts';
import {
  IdentityProviderRemoveDocument,
  IdentityProviderSetDocument,
  LocalIdentityRegisterDocument,
  LocalIdentityRemoveDocument,
} from '../../../gql/documents.ts';
import { told } from '../../../orders/told.ts';
import { forPerson } from '../../../session/for-person.ts';

/** What is decided of the account of a structure. A refusal comes back as its sentence, in French and in English. */
export async function POST(request: Request): Promise<Response> {
  const read = ProviderOrder.safeParse(await request.json().catch(() => null));
  if (!read.success) return new Response(null, { status: 400 });
  const order = read.data;
  const { structureId } = order;
  switch (order.act) {
    case 'set': {
      const { provider: input, version } = order;
      const variables = { structureId, input, version };
      return forPerson(request, IdentityProviderSetDocument, variables, ({ done }) => told(done));
    }
    case 'remove': {
      const variables = { structureId, version: order.version };
      return forPerson(request, IdentityProviderRemoveDocument, variables, ({ done }) => told(done));
    }
    case 'register': {
      const variables = { structureId, personId: order.personId, email: order.email };
      return forPerson(request, LocalIdentityRegisterDocument, variables, ({ done }) => told(done));
    }
    case 'forget': {
      const variables = { structureId, personId: order.personId };
      return forPerson(request, LocalIdentityRemoveDocument, variables, ({ done }) => told(done));
    }
  }
}
