import { cookies } from 'next/headers';
import { ask } from '../../api-client/ask.ts';
import { ClosePortalSessionDocument } from '../../gql/documents.ts';
import { isFromPortal, refuseForeignOrigin } from '../../security/same-origin.ts';
import { endOfPscSession } from '../../session/psc-logout.ts';
import { currentGrant } from '../../session/session.ts';
import { isSecure, settings } from '../../settings/settings.ts';

/** Signs out everywhere: the API's session, this cookie, then Pro Santé Connect's. Answers the address to go to next. */
export async function POST(request: Request): Promise<Response> {
  if (!isFromPortal(request.headers)) return refuseForeignOrigin();
  const grant = await currentGrant();
  if (grant) await ask(ClosePortalSessionDocument, {}, grant.token);
  await forgetCookies();
  return Response.json({ url: await endOfPscSession(settings(), grant?.idToken ?? null) });
}

async function forgetCookies(): Promise<void> {
  const jar = await cookies();
  for (const { name } of jar.getAll())
    if (name.includes('next-auth.session-token'))
      jar.set({
        name,
        value: '',
        path: '/',
        maxAge: 0,
        httpOnly: true,
        sameSite: 'lax',
        secure: isSecure(settings()),
      });
}
