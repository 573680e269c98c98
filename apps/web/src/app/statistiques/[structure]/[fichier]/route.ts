import { redirect } from 'next/navigation';
import { attachmentHeaders } from '../../../../features/message/attachment-headers.ts';
import { currentGrant } from '../../../../session/session.ts';
import { settings } from '../../../../settings/settings.ts';

interface Context {
  readonly params: Promise<{ structure: string; fichier: string }>;
}

/** Passes a file of statistics from the API to the browser while it is written. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const grant = await currentGrant();
  if (!grant) redirect('/connexion?raison=expiree');
  const { structure, fichier } = await params;
  const path = ['structures', structure, 'statistics', fichier].map(encodeURIComponent).join('/');
  const answer = await fetch(new URL(`/${path}`, settings().CACHET_API_URL), {
    headers: { authorization: `Bearer ${grant.token}` },
    cache: 'no-store',
    redirect: 'error',
    signal: request.signal,
  }).catch(() => null);
  if (!answer) return new Response(null, { status: 503 });
  if (!answer.ok || !answer.body) return new Response(null, { status: answer.status === 401 ? 401 : 404 });
  return new Response(answer.body, { headers: attachmentHeaders(answer.headers) });
}
