import { redirect } from 'next/navigation';
import { attachmentHeaders } from '../features/message/attachment-headers.ts';
import { settings } from '../settings/settings.ts';
import { currentGrant } from './session.ts';
import { signInPath } from './sign-in-notice.ts';

/** Passes a file of the API to the browser of the signed-in person while it is written. Who has to sign in again goes on from `page`. */
export async function passFromApi(
  request: Request,
  page: string,
  ...path: readonly string[]
): Promise<Response> {
  const grant = await currentGrant();
  if (!grant) redirect(signInPath('expiree', page));
  const answer = await fetch(
    new URL(`/${path.map(encodeURIComponent).join('/')}`, settings().CACHET_API_URL),
    {
      headers: { authorization: `Bearer ${grant.token}` },
      cache: 'no-store',
      redirect: 'error',
      signal: request.signal,
    },
  ).catch(() => null);
  if (!answer) return new Response(null, { status: 503 });
  if (answer.status === 401) redirect(signInPath('expiree', page));
  if (!answer.ok || !answer.body) return new Response(null, { status: 404 });
  return new Response(answer.body, { headers: attachmentHeaders(answer.headers) });
}
