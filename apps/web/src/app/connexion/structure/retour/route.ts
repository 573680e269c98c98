import { returnPath } from '../../../../security/return-path.ts';
import { openSessionCookie } from '../../../../session/session-cookie.ts';
import { signInPath } from '../../../../session/sign-in-notice.ts';
import { takeBinding } from '../../../../session/structure-binding.ts';
import { openByStructure } from '../../../../session/structure-sign-in.ts';
import { settings } from '../../../../settings/settings.ts';

/** Where the provider of a structure sends its people back: the session opens, or the sign-in page says why not. */
export async function GET(request: Request): Promise<Response> {
  const came = await openByStructure(new URL(request.url).searchParams, await takeBinding());
  if ('reason' in came) return goTo(signInPath(came.reason));
  await openSessionCookie(came.grant);
  return goTo(returnPath(came.returnTo));
}

function goTo(path: string): Response {
  const location = new URL(path, settings().CACHET_WEB_URL).href;
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
}
