import { ask } from '../../api-client/ask.ts';
import { ClosePortalSessionDocument } from '../../gql/documents.ts';
import { isFromPortal, refuseForeignOrigin } from '../../security/same-origin.ts';
import { endOfPscSession, SIGNED_OUT } from '../../session/psc-logout.ts';
import { currentGrant } from '../../session/session.ts';
import { forgetSession } from '../../session/session-cookie.ts';
import { settings } from '../../settings/settings.ts';

/** Signs out everywhere: the API's session, this cookie, then Pro Santé Connect's or the structure's. Answers the address to go to next. */
export async function POST(request: Request): Promise<Response> {
  if (!isFromPortal(request.headers)) return refuseForeignOrigin();
  const grant = await currentGrant();
  if (grant) await ask(ClosePortalSessionDocument, {}, grant.token);
  await forgetSession();
  const { byStructure, idToken = null } = grant ?? {};
  const url = byStructure
    ? (byStructure.signOutUrl ?? SIGNED_OUT)
    : await endOfPscSession(settings(), idToken);
  return Response.json({ url });
}
