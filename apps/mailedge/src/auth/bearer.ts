import { decodeBase64 } from './base64.js';

/** What an access token is presented with. */
export interface BearerProof {
  /** The BAL to open, as the client wrote it. */
  readonly address: string;
  readonly token: string;
}

export type Mechanism = 'XOAUTH2' | 'OAUTHBEARER';

const TOKEN = /^auth=Bearer ([!-~]+)$/i;
const LONGEST_ADDRESS = 320;
/** Between the fields of both mechanisms. */
const SEPARATOR = '\u0001';

/** Reads the client's SASL response; null when it is not of the mechanism's form. */
// EX_LPS_0900 (2 to 4): base64, then the BAL from `user` and the access token from `auth`.
export function readBearer(mechanism: Mechanism, base64: string): BearerProof | null {
  const text = decodeBase64(base64)?.toString('utf8');
  if (!text?.endsWith(SEPARATOR + SEPARATOR)) return null;
  const [who = '', ...fields] = text.slice(0, -2).split(SEPARATOR);
  const address = mechanism === 'XOAUTH2' ? userOf(who) : authorizationIdentity(who);
  const token = mechanism === 'XOAUTH2' ? onlyToken(fields) : onlyToken(fields.filter(isAuth));
  if (!address || address.length > LONGEST_ADDRESS || !token) return null;
  return { address, token };
}

/** Two BAL or two tokens would be read differently by two readers: XOAUTH2 holds `user` and `auth` once, and nothing else. */
function onlyToken([field, ...others]: readonly string[]): string | null {
  return field === undefined || others.length > 0 ? null : (TOKEN.exec(field)?.[1] ?? null);
}

/** RFC 7628 §3.1: other keys (`host`, `port`) are let pass. */
function isAuth(field: string): boolean {
  return /^auth=/i.test(field);
}

/** `user=anne@…`, as mail clients write it. */
function userOf(field: string): string | null {
  return /^user=(.+)$/i.exec(field)?.[1] ?? null;
}

/** RFC 7628 §3.1: a GS2 header, `n,a=anne@…,`; RFC 5801 §4: `,` and `=` inside are written `=2C` and `=3D`. */
function authorizationIdentity(header: string): string | null {
  const saslName = /^n,a=([^,]+),$/.exec(header)?.[1];
  return saslName?.replaceAll('=2C', ',').replaceAll('=3D', '=') ?? null;
}
