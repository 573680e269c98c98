import { isFromPortal, refuseForeignOrigin } from '../../../security/same-origin.ts';
import { currentGrant } from '../../../session/session.ts';
import { settings } from '../../../settings/settings.ts';

const LONGEST = 1_000_000;
const PATIENCE_MS = 35_000;
const PASSED_ON = [
  'content-type',
  'retry-after',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
];

/** Passes a question of the explorer on to the API as it is: with the key it shows, else as the signed-in person. */
export async function POST(request: Request): Promise<Response> {
  const { CACHET_API_EXPLORER: isOn, CACHET_API_URL: url } = settings();
  if (!isOn) return new Response(null, { status: 404 });
  if (!isFromPortal(request.headers)) return refuseForeignOrigin();
  if (!(Number(request.headers.get('content-length') ?? Number.NaN) <= LONGEST))
    return new Response(null, { status: 413 });
  const key = request.headers.get('authorization');
  const grant = key === null ? await currentGrant() : null;
  const authorization = key ?? (grant ? `Bearer ${grant.token}` : null);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(authorization && { authorization }),
      },
      body: await request.text(),
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const headers = PASSED_ON.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as [string, string]];
    });
    return new Response(answer.body, {
      status: answer.status,
      headers: [...headers, ['cache-control', 'no-store']],
    });
  } catch {
    return new Response(null, { status: 503 });
  }
}
