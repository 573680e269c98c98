import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { NextRequest } from 'next/server';
import { getToken } from 'next-auth/jwt';
import { cache } from 'react';
import { type Answer, ask } from '../api-client/ask.ts';
import type { TypedDocumentString } from '../gql/documents.ts';
import { returnPath } from '../security/return-path.ts';
import { isSecure, settings } from '../settings/settings.ts';
import type { PortalGrant } from './portal-grant.ts';
import { signInPath } from './sign-in-notice.ts';

/** The grant of the person whose request is being answered; null when nobody is signed in or the session is over. */
export const currentGrant = cache(async (): Promise<PortalGrant | null> => {
  const config = settings();
  // next-auth reads the cookies alone: no other header of the request is passed on.
  const req = new NextRequest(config.CACHET_WEB_URL, { headers: { cookie: (await cookies()).toString() } });
  const token = await getToken({
    req,
    secret: config.CACHET_WEB_SECRET,
    secureCookie: isSecure(config),
  }).catch(() => null);
  const grant = token?.grant;
  return grant && Date.parse(grant.expiresAt) > Date.now() ? grant : null;
});

/** The grant, or the sign-in page: with a word of explanation when a session was open before. */
export async function requireGrant(): Promise<PortalGrant> {
  return (await currentGrant()) ?? redirect(await signInAgain());
}

/**
 * Asks the API on behalf of the signed-in person. A session that is over leads to the sign-in page and back;
 * anything else that goes wrong is the caller's to show.
 */
export async function askForPerson<T, V>(
  document: TypedDocumentString<T, V>,
  variables: V,
): Promise<Exclude<Answer<T>, { failure: 'signedOut' }>> {
  const { token } = await requireGrant();
  const answer = await ask(document, variables, token);
  if (!answer.ok && answer.failure === 'signedOut') redirect(await signInAgain());
  return answer;
}

async function signInAgain(): Promise<string> {
  const wasSignedIn = (await cookies()).getAll().some(({ name }) => name.includes('next-auth.session-token'));
  const path = returnPath((await headers()).get('x-cachet-path'));
  if (wasSignedIn) return signInPath('expiree', path);
  return path === '/' ? '/connexion' : `/connexion?${new URLSearchParams({ retour: path })}`;
}
