import { decodeBase64 } from './base64.js';

const LONGEST_NAME = 320;
const NUL = '\0';

/** A BAL, and what was typed as a password. */
export interface PlainCredentials {
  readonly name: string;
  readonly password: string;
}

/** A response of PLAIN (RFC 4616): `authzid NUL authcid NUL passwd`. Null when it is not of that form. */
export function readCredentials(base64: string): PlainCredentials | null {
  const parts = decodeBase64(base64)?.toString('utf8').split(NUL);
  if (parts?.length !== 3) return null;
  const [actingAs = '', name = '', password = ''] = parts;
  const isSame = actingAs === '' || actingAs.toLowerCase() === name.toLowerCase();
  return name !== '' && name.length <= LONGEST_NAME && isSame ? { name, password } : null;
}

/** The BAL named in it. */
// EX_LPS_1200 (3): the login names the BAL. The certificate is the proof: whatever stands for a password is not looked at.
export function readPlain(base64: string): string | null {
  return readCredentials(base64)?.name ?? null;
}
