import type { TypedDocumentString } from '../gql/documents.ts';
import { settings } from '../settings/settings.ts';
import { documentIdOf, isUnknownToApi } from './trusted-document.ts';

/**
 * What a question to the API comes to. `signedOut`: the session is over. `unavailable`: the API did not answer in time or
 * at all, trying again is useful. `fault`: it answered with an error it did not foresee; `reference` finds it in its logs.
 */
export type Answer<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly failure: Failure; readonly reference: string | null };

export type Failure = 'signedOut' | 'unavailable' | 'fault';

const PATIENCE_MS = 10_000;
const OVER = new Set(['UNAUTHENTICATED', 'sessionExpired', 'authenticationRequired', 'authenticationFailed']);

interface Door {
  readonly url: string;
  readonly fetch: typeof fetch;
}

/** Asks the API from the server side, on behalf of the session `token` opens; null asks for nobody. Never throws. */
export async function ask<T, V>(
  document: TypedDocumentString<T, V>,
  variables: V,
  token: string | null,
  door: Door = { url: settings().CACHET_API_URL, fetch },
): Promise<Answer<T>> {
  try {
    const documentId = documentIdOf(document);
    const asked = await post(
      door,
      documentId ? { documentId, variables } : whole(document, variables),
      token,
    );
    const answer = isUnknownToApi(document, asked.body.errors)
      ? await post(door, whole(document, variables), token)
      : asked;
    return read<T>(answer.status, answer.body);
  } catch {
    return { ok: false, failure: 'unavailable', reference: null };
  }
}

function whole<T, V>(document: TypedDocumentString<T, V>, variables: V) {
  return { query: document.toString(), variables };
}

async function post(door: Door, question: object, token: string | null) {
  const response = await door.fetch(door.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(question),
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  return { status: response.status, body: await response.json() };
}

interface GraphQlError {
  readonly extensions?: { readonly code?: string; readonly correlationId?: string };
}

function read<T>(status: number, body: { data?: T | null; errors?: readonly GraphQlError[] }): Answer<T> {
  const [error] = body.errors ?? [];
  if (!error && body.data) return { ok: true, data: body.data };
  const reference = error?.extensions?.correlationId ?? null;
  if (status === 401 || OVER.has(error?.extensions?.code ?? ''))
    return { ok: false, failure: 'signedOut', reference };
  return { ok: false, failure: status === 503 ? 'unavailable' : 'fault', reference };
}
