import { KeepSessionDocument } from '../../../gql/documents.ts';
import { forPerson } from '../../../session/for-person.ts';

/** A person is active on a page that asks nothing of the API: their session is kept from falling idle. */
export function POST(request: Request): Promise<Response> {
  return forPerson(request, KeepSessionDocument, {}, () => new Response(null, { status: 204 }));
}
