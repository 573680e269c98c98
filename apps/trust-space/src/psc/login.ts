import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { readBody, sendBytes } from '../http/exchange.js';
import { loginPage, messagePage, PAGE_POLICY } from './pages.js';
import type { Professionals } from './professionals.js';

/** The sign-in step: shows who may be chosen, and ends the interaction for the person chosen. */
export async function login(
  provider: Provider,
  people: Professionals,
  request: IncomingMessage,
  response: ServerResponse,
  action: string,
): Promise<void> {
  const isKnown = await provider.interactionDetails(request, response).then(
    () => true,
    () => false,
  );
  if (!isKnown)
    return show(response, 400, messagePage('La demande a expiré', 'Revenez au portail et recommencez.'));
  if (request.method !== 'POST') return show(response, 200, loginPage(action, people.people, null));
  const form = new URLSearchParams((await readBody(request)).toString('utf8'));
  const who = people.byNumber((form.get('rpps') ?? '').replaceAll(' ', ''));
  if (!who)
    return show(response, 422, loginPage(action, people.people, 'Un numéro RPPS compte onze chiffres.'));
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId: who.sub, acr: 'eidas1', amr: ['pwd'], remember: false } },
    { mergeWithLastSubmission: false },
  );
}

function show(response: ServerResponse, status: number, page: string): void {
  response.setHeader('content-security-policy', PAGE_POLICY);
  sendBytes(response, status, 'text/html; charset=utf-8', Buffer.from(page));
}
