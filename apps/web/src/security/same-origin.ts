import { settings } from '../settings/settings.ts';

/** True when a request that changes something was sent by a page of the portal itself (Fetch, `Origin` header). */
export function isFromPortal(
  headers: Pick<Headers, 'get'>,
  portalUrl: string = settings().CACHET_WEB_URL,
): boolean {
  return headers.get('origin') === new URL(portalUrl).origin;
}

export function refuseForeignOrigin(): Response {
  return new Response(null, { status: 403 });
}
