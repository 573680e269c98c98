import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { isFromPortal, refuseForeignOrigin } from '../../../../security/same-origin.ts';
import { authOptions } from '../../../../session/auth-options.ts';
import { settings } from '../../../../settings/settings.ts';

interface Context {
  readonly params: Promise<{ nextauth: string[] }>;
}

/** What next-auth is asked to do here; signing out and reading the session are the portal's own. */
const GET_ACTIONS = new Set(['csrf', 'callback/psc', 'signin', 'error']);
const POST_ACTIONS = new Set(['signin/psc', 'callback/secours']);

export async function GET(request: NextRequest, context: Context): Promise<Response> {
  return (await isAmong(GET_ACTIONS, context))
    ? nextAuth(request, context)
    : new Response(null, { status: 404 });
}

export async function POST(request: NextRequest, context: Context): Promise<Response> {
  if (!isFromPortal(request.headers)) return refuseForeignOrigin();
  return (await isAmong(POST_ACTIONS, context))
    ? nextAuth(request, context)
    : new Response(null, { status: 404 });
}

async function isAmong(actions: ReadonlySet<string>, { params }: Context): Promise<boolean> {
  return actions.has((await params).nextauth.join('/'));
}

function nextAuth(request: NextRequest, context: Context): Promise<Response> {
  return NextAuth(request, context, authOptions(settings()));
}
