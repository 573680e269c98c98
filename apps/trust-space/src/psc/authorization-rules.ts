import type { Context } from 'oidc-provider';
import { PAGE_POLICY } from '../pages/simulated-page.js';
import { messagePage } from './pages.js';
import { ROUTES } from './provider.js';

const MANDATORY = ['state', 'nonce', 'acr_values'] as const;

/** Pro Santé Connect refuses a request without state, nonce or acr_values=eidas1, which plain OIDC would let pass. */
export async function requirePscParameters(context: Context, next: () => Promise<void>): Promise<void> {
  if (context.path !== ROUTES.authorization) return next();
  const missing = MANDATORY.filter((name) => !context.query[name]);
  const scopes = String(context.query.scope ?? '').split(' ');
  const wrong = [
    ...missing.map((name) => `${name} manque`),
    ...(scopes.includes('scope_all') ? [] : ['scope_all manque dans scope']),
    ...(context.query.acr_values && context.query.acr_values !== 'eidas1'
      ? ['acr_values doit valoir eidas1']
      : []),
  ];
  if (wrong.length === 0) return next();
  context.status = 400;
  context.type = 'html';
  context.set('content-security-policy', PAGE_POLICY);
  context.body = messagePage('La demande de connexion est incomplète', `${wrong.join(', ')}.`);
}
