import type { User } from 'next-auth';
import CredentialsProvider, { type CredentialsConfig } from 'next-auth/providers/credentials';
import { ask } from '../api-client/ask.ts';
import { OpenPortalSessionBySecoursDocument } from '../gql/documents.ts';

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
