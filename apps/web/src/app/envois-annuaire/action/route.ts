import { FeedsOrder } from '../../../features/annuaire-feeds/order.ts';
import {
  DomainKeepDocument,
  DomainWithdrawDocument,
  PublicationHeldApproveDocument,
} from '../../../gql/documents.ts';
import { told } from '../../../orders/told.ts';
import { forPerson } from '../../../session/for-person.ts';

/** What the operator's administrator decides of feeds and domains. A refusal comes back as its sentence, in French and in English. */
export async function POST(request: Request): Promise<Response> {
  const read = FeedsOrder.safeParse(await request.json().catch(() => null));
  if (!read.success) return new Response(null, { status: 400 });
  const order = read.data;
  switch (order.act) {
    case 'approve':
      return forPerson(request, PublicationHeldApproveDocument, { id: order.id }, ({ done }) => told(done));
    case 'withdraw':
      return forPerson(request, DomainWithdrawDocument, { domain: order.domain }, ({ done }) => told(done));
    case 'keep':
      return forPerson(request, DomainKeepDocument, { domain: order.domain }, ({ done }) => told(done));
  }
}
