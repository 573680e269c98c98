import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { readBody } from '../http/exchange.js';
import { showPage } from '../openid/provider-parts.js';
import { loginPage, messagePage } from './pages.js';
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
    return showPage(response, 400, messagePage('La demande a expiré', 'Revenez au portail et recommencez.'));
  if (request.method !== 'POST') return showPage(response, 200, loginPage(action, people.people, null));
  const form = new URLSearchParams((await readBody(request)).toString('utf8'));
  const who = people.byNumber((form.get('rpps') ?? '').replaceAll(' ', ''));
  if (!who)
    return showPage(response, 422, loginPage(action, people.people, 'Un numéro RPPS compte onze chiffres.'));
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId: who.sub, acr: 'eidas1', amr: ['pwd'], remember: false } },
    { mergeWithLastSubmission: false },
  );
}
