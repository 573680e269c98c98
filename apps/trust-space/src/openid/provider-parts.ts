/// <reference path="./oidc-provider.d.ts" />
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, OidcContext } from 'oidc-provider';
import { sendBytes } from '../http/exchange.js';
import { PAGE_POLICY } from '../pages/simulated-page.js';

/** How a simulated provider calls the product, which stands on this machine, where the provider’s own way of fetching does not go. */
export function throughTheLoopback(
  url: string,
  { dispatcher, ...request }: RequestInit & { dispatcher?: unknown },
): Promise<Response> {
  return fetch(url, request);
}

/** People consented once, when they enrolled: signing in asks them nothing more. */
export function grantOf(scopes: readonly string[]) {
  return async ({ oidc }: { oidc: OidcContext }) => {
    const clientId = oidc.client?.clientId ?? '';
    const known = oidc.result?.consent?.grantId ?? oidc.session.grantIdFor(clientId);
    if (known) return oidc.provider.Grant.find(known);
    const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope(scopes.join(' '));
    await grant.save();
    return grant;
  };
}

/** The request as the provider mounted there sees it: it finds its place by comparing the original address with the one it is given. */
export function mountedAt(path: string, request: IncomingMessage): IncomingMessage {
  const originalUrl = request.url ?? '/';
  return Object.assign(request, { originalUrl, url: originalUrl.slice(path.length) });
}

/** Shows a page from within the provider. */
export function showIn(context: Context, page: string): void {
  context.set('content-security-policy', PAGE_POLICY);
  context.type = 'html';
  context.body = page;
}

/** Shows a page of the sign-in step. */
export function showPage(response: ServerResponse, status: number, page: string): void {
  response.setHeader('content-security-policy', PAGE_POLICY);
  sendBytes(response, status, 'text/html; charset=utf-8', Buffer.from(page));
}
