import { type Answer, ask } from '../api-client/ask.ts';
import type { TypedDocumentString } from '../gql/documents.ts';
import { isFromPortal, refuseForeignOrigin } from '../security/same-origin.ts';
import { currentGrant } from './session.ts';

/**
 * Answers a request of the portal's own scripts on behalf of the signed-in person: 403 when another site sent it,
 * 401 when the session is over, 503 when the API does not answer, else what `reply` makes of the data.
 */
export async function forPerson<T, V>(
  request: Request,
  document: TypedDocumentString<T, V>,
  variables: V,
  reply: (data: T) => Response,
): Promise<Response> {
  if (!isFromPortal(request.headers)) return refuseForeignOrigin();
  const grant = await currentGrant();
  if (!grant) return new Response(null, { status: 401 });
  const answer = await ask(document, variables, grant.token);
  return answer.ok ? reply(answer.data) : new Response(null, { status: statusOf(answer) });
}

function statusOf(answer: Exclude<Answer<unknown>, { ok: true }>): number {
  switch (answer.failure) {
    case 'signedOut':
      return 401;
    case 'unavailable':
      return 503;
    case 'fault':
      return 502;
  }
}
