import { decodeBase64 } from './base64.js';

const LONGEST_NAME = 320;
const NUL = '\0';

/** The BAL named in a response of PLAIN (RFC 4616): `authzid NUL authcid NUL passwd`. Null when it is not of that form. */
// EX_LPS_1200 (3): the login names the BAL. The certificate is the proof: whatever stands for a password is not looked at.
export function readPlain(base64: string): string | null {
  const parts = decodeBase64(base64)?.toString('utf8').split(NUL);
  if (parts?.length !== 3) return null;
  const [actingAs = '', name = ''] = parts;
  const isSame = actingAs === '' || actingAs.toLowerCase() === name.toLowerCase();
  return name !== '' && name.length <= LONGEST_NAME && isSame ? name : null;
}
