import { type NextRequest, NextResponse } from 'next/server';
import { contentPolicy } from './security/content-policy.ts';
import { settings } from './settings/settings.ts';

/** Header by which a page learns its own address, to come back to it after signing in again. */
const PATH_HEADER = 'x-cachet-path';

/** Gives every page its content policy with a fresh nonce. It decides no access: each read is authorised by the API. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const policy = contentPolicy(nonce, settings().CACHET_API_WS_URL, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = { matcher: ['/((?!_next/static|icon.svg).*)'] };
