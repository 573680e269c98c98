import type { Account, Profile, User } from 'next-auth';
import { ask } from '../api-client/ask.ts';
import { OpenPortalSessionDocument } from '../gql/documents.ts';
import { settings } from '../settings/settings.ts';
import { reaches } from './acr.ts';
import { LONGEST_ID_TOKEN } from './portal-grant.ts';
import { type Reason, signInPath } from './sign-in-notice.ts';

/** What Pro Santé Connect told of the person: UserInfo, and the level reached from the verified identity token. */
export interface PscProfile extends Profile {
  readonly SubjectNameID?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly acr?: string;
}

interface SignIn {
  readonly user: User;
  readonly account: Account | null;
  readonly profile?: PscProfile;
}

/**
 * After Pro Santé Connect: the level is checked, then the API opens a session from the access token, which is forgotten.
 * True lets the person in, with the grant on `user`; a path sends them back to the sign-in page with the reason.
 */
export async function openSession({ user, account, profile }: SignIn): Promise<true | string> {
  // RE_LPS_0100: the API has opened the session already.
  if (account?.provider === 'secours') return user.grant ? true : signInPath('interrompue');
  if (!account?.access_token || !reaches(profile?.acr, settings().CACHET_PSC_MIN_ACR))
    return signInPath('niveau');
  const answer = await ask(OpenPortalSessionDocument, { pscAccessToken: account.access_token }, null);
  if (!answer.ok) return signInPath('indisponible');
  const opened = answer.data.openPortalSession;
  if (opened.__typename === 'Refus') return signInPath(reasonOf(opened.code));
  const idToken = account.id_token ?? null;
  user.grant = {
    token: opened.token,
    name: opened.name,
    expiresAt: opened.expiresAt,
    idToken: idToken && idToken.length <= LONGEST_ID_TOKEN ? idToken : null,
  };
  return true;
}

function reasonOf(code: string): Reason {
  switch (code) {
    case 'identityProviderUnavailable':
      return 'psc';
    case 'nothingHere':
      return 'inconnu';
    default:
      return 'interrompue';
  }
}
