import { SubscriptionTicketDocument } from '../../../gql/documents.ts';
import { forPerson } from '../../../session/for-person.ts';

/** A ticket for one connection to the live feed. The session token itself never reaches the browser. */
export function POST(request: Request): Promise<Response> {
  return forPerson(request, SubscriptionTicketDocument, {}, ({ subscriptionTicket }) =>
    Response.json({ ticket: subscriptionTicket }, { headers: { 'cache-control': 'no-store' } }),
  );
}
