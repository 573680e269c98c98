import { ask } from '../api-client/ask.ts';
import { SignInWaysDocument } from '../gql/documents.ts';
import { settings } from '../settings/settings.ts';

/** The sign-in page does not wait longer to know whether there are other ways in. */
const PATIENCE_MS = 2000;

/** The ways in beside Pro Santé Connect that the sign-in page offers; none when the API cannot tell. */
export interface WaysIn {
  /** RE_LPS_0100. */
  readonly secours: boolean;
  /** By the account of one’s structure. */
  readonly structure: boolean;
}

export async function waysIn(): Promise<WaysIn> {
  const answer = await ask(SignInWaysDocument, {}, null, {
    url: settings().CACHET_API_URL,
    fetch: (url, request) => fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) }),
  });
  const { secoursOffered = false, managerSignInOffered = false } = answer.ok ? answer.data : {};
  return { secours: secoursOffered, structure: managerSignInOffered };
}
