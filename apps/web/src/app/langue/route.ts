import { cookies } from 'next/headers';
import { returnPath } from '../../security/return-path.ts';
import { isFromPortal, refuseForeignOrigin } from '../../security/same-origin.ts';
import { isSecure, settings } from '../../settings/settings.ts';
import { LANGUAGE_COOKIE, parseLanguage } from '../../texts/texts.ts';

const A_YEAR_S = 365 * 86_400;

/** Remembers the language chosen in the header, then shows again the page it was chosen on. Works without JavaScript. */
export async function POST(request: Request): Promise<Response> {
  if (!isFromPortal(request.headers)) return refuseForeignOrigin();
  // Whatever is not a form chooses nothing: the page comes back in French.
  const chosen = (await request.formData().catch(() => new FormData())).get('langue');
  (await cookies()).set(LANGUAGE_COOKIE, parseLanguage(typeof chosen === 'string' ? chosen : undefined), {
    path: '/',
    maxAge: A_YEAR_S,
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(settings()),
  });
  return new Response(null, { status: 303, headers: { location: pageOf(request.headers.get('referer')) } });
}

function pageOf(referer: string | null): string {
  if (!referer || !URL.canParse(referer)) return '/';
  const { pathname, search } = new URL(referer);
  return pathname === '/connexion' ? `${pathname}${search}` : returnPath(`${pathname}${search}`);
}
