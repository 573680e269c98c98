import { parseUuid } from '@cachet/mss-core';

/** The errors of RFC 6749 §5.2 that this grant may answer. */
export type OAuthError = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope';

/** A client that asks for a token: the id of its key, and the key itself as secret. */
export interface TokenRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Null when the client leaves it to us. */
  readonly scopes: readonly string[] | null;
}

type Read =
  | { readonly ok: true; readonly value: TokenRequest }
  | { readonly ok: false; readonly error: OAuthError };

/** RFC 6749 §3.3: scope-token. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Reads what was posted, the client's credentials being in the Authorization header or in the form, never in both (§2.3.1). */
export function readTokenRequest(form: string, authorization: string | undefined): Read {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(form)) {
    // §3.2: no parameter more than once, and one without a value is as if it had been left out.
    if (fields.has(name)) return { ok: false, error: 'invalid_request' };
    if (value !== '') fields.set(name, value);
  }
  const client = clientOf(fields, authorization);
  if (typeof client === 'string') return { ok: false, error: client };
  const grant = fields.get('grant_type');
  if (grant === undefined) return { ok: false, error: 'invalid_request' };
  if (grant !== 'client_credentials') return { ok: false, error: 'unsupported_grant_type' };
  const scope = fields.get('scope');
  const scopes = scope === undefined ? null : scope.split(' ');
  if (scopes && !scopes.every((token) => SCOPE_TOKEN.test(token)))
    return { ok: false, error: 'invalid_scope' };
  return { ok: true, value: { ...client, scopes } };
}

type Client = Pick<TokenRequest, 'clientId' | 'clientSecret'>;

function clientOf(
  fields: ReadonlyMap<string, string>,
  authorization: string | undefined,
): Client | OAuthError {
  const named = fields.get('client_id');
  const secret = fields.get('client_secret');
  if (authorization === undefined) return named && secret ? checked(named, secret) : 'invalid_client';
  if (secret !== undefined) return 'invalid_request';
  const basic = basicOf(authorization);
  if (!basic) return 'invalid_client';
  if (named !== undefined && named !== basic.clientId) return 'invalid_request';
  return checked(basic.clientId, basic.clientSecret);
}

function checked(clientId: string, clientSecret: string): Client | OAuthError {
  const id = parseUuid(clientId);
  return id ? { clientId: id, clientSecret } : 'invalid_client';
}

// §2.3.1: both halves are form-encoded before they are joined, and only then in base64.
function basicOf(authorization: string): Client | null {
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
  if (!encoded) return null;
  const [, id, secret] = /^([^:]+):(.+)$/.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return id && secret ? { clientId: formDecoded(id), clientSecret: formDecoded(secret) } : null;
}

function formDecoded(text: string): string {
  return new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';
}
