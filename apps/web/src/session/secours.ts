import type { User } from 'next-auth';
import CredentialsProvider, { type CredentialsConfig } from 'next-auth/providers/credentials';
import { ask } from '../api-client/ask.ts';
import { OpenPortalSessionBySecoursDocument, SecoursOfferedDocument } from '../gql/documents.ts';
import { settings } from '../settings/settings.ts';

/** The sign-in page does not wait longer to know whether there is another way in. */
const PATIENCE_MS = 2000;

/** Whether the sign-in page offers the access de secours (RE_LPS_0100); not when the API cannot tell. */
export async function isSecoursOffered(): Promise<boolean> {
  const answer = await ask(SecoursOfferedDocument, {}, null, {
    url: settings().CACHET_API_URL,
    fetch: (url, request) => fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) }),
  });
  return answer.ok && answer.data.secoursOffered;
}

type Fields = 'address' | 'passphrase' | 'code';

/** The access de secours as next-auth’s other provider: the API judges, and opens the session. */
export function secoursProvider(): CredentialsConfig<Record<Fields, { readonly type: string }>> {
  return CredentialsProvider({
    id: 'secours',
    name: 'Accès de secours',
    credentials: { address: { type: 'email' }, passphrase: { type: 'password' }, code: { type: 'text' } },
    authorize: (typed) => (typed ? openBySecours(typed) : null),
  });
}

async function openBySecours({ address, passphrase, code }: Record<Fields, string>): Promise<User | null> {
  const proofs = { address: String(address), passphrase: String(passphrase), code: String(code) };
  const answer = await ask(OpenPortalSessionBySecoursDocument, proofs, null);
  if (!answer.ok || answer.data.openPortalSession.__typename === 'Refus') return null;
  const { token, name, expiresAt } = answer.data.openPortalSession;
  return { id: 'secours', grant: { token, name, expiresAt, idToken: null } };
}
