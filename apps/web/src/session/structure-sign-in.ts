import { ask } from '../api-client/ask.ts';
import { ManagerSignInFinishDocument } from '../gql/documents.ts';
import type { PortalGrant } from './portal-grant.ts';
import type { Reason } from './sign-in-notice.ts';

/** Who the provider of their structure let in, and the page they wanted; or why nobody was. */
export type ByStructure =
  | { readonly grant: PortalGrant; readonly returnTo: string }
  | { readonly reason: Reason };

/** What the browser brought back from the provider of a structure, and the value it kept meanwhile. Never throws. */
export async function openByStructure(back: URLSearchParams, binding: string | null): Promise<ByStructure> {
  const [state, code] = [back.get('state'), back.get('code')];
  // Given up there, begun in another browser, or too long ago.
  if (back.has('error') || !state || !code || !binding) return { reason: 'interrompue' };
  const answer = await ask(ManagerSignInFinishDocument, { state, code, iss: back.get('iss'), binding }, null);
  if (!answer.ok) return { reason: 'indisponible' };
  const { done } = answer.data;
  if (done.__typename === 'Refus') return { reason: reasonOf(done.code) };
  const { session, returnTo, signOutUrl } = done;
  return { grant: { ...session, idToken: null, byStructure: { signOutUrl } }, returnTo };
}

function reasonOf(code: string): Reason {
  switch (code) {
    case 'structureProviderUnavailable':
      return 'structure';
    case 'nothingHere':
      return 'role';
    default:
      return 'compte';
  }
}
