import type { Means, Outcome, Proven, VerifiedPerson, VerifiedStructure } from '@cachet/mss-core';
import { type Mechanism, readBearer } from './bearer.js';
import { readCredentials, readPlain } from './plain.js';
import type { SecoursDoor } from './secours-door.js';
import { certificateFacts } from './structure-proof.js';

/** Which BAL a client wants to open, and how it proves that it may. */
export interface Claim {
  /** As the client wrote it. */
  readonly address: string;
  /** EX_GDT_5060: what the trace says of the means; never a token. */
  readonly facts: Readonly<Record<string, string | null>>;
  prove(): Promise<Proven>;
}

/** The claim in a SASL response with an access token; null when it is not of the mechanism's form. */
// EX_LPS_0900: user and token from the response, token verified by PSC.
export function claimByToken(
  mechanism: Mechanism,
  response: string,
  verifyToken: (token: string) => Promise<Outcome<VerifiedPerson>>,
): Claim | null {
  const proof = readBearer(mechanism, response);
  if (!proof) return null;
  const prove = async () => ({ proof: 'psc', identity: await verifyToken(proof.token) }) as const;
  return { address: proof.address, facts: { authentication: mechanism }, prove };
}

/** The claim of whoever comes in without Pro Santé Connect; null when the response is not of PLAIN's form. */
// RE_LPS_0100: the address of the BAL, then the passphrase and the code of the moment as one password.
export function claimBySecours(response: string, secours: SecoursDoor, means: Means): Claim | null {
  const credentials = readCredentials(response);
  if (!credentials) return null;
  const { name: address, password } = credentials;
  const prove = async () =>
    ({ proof: 'secours', identity: await secours.prove(means, address, password) }) as const;
  return { address, facts: { authentication: 'PLAIN', secondFactor: 'TOTP' }, prove };
}

/** What a client showed in its handshake, and who judges it. */
export interface ShownCertificate {
  readonly certificate: Buffer | null;
  proveStructure(certificate: Buffer | null): Promise<Outcome<VerifiedStructure>>;
}

/** The claim in a response of PLAIN; null when it is not of its form. */
export function claimByPlain(response: string, shown: ShownCertificate): Claim | null {
  const address = readPlain(response);
  return address === null ? null : claimByCertificate(address, 'PLAIN', shown);
}

/** The claim of whoever names a BAL and showed a certificate. */
export function claimByCertificate(
  address: string,
  authentication: 'PLAIN' | 'LOGIN',
  { certificate, proveStructure }: ShownCertificate,
): Claim {
  const prove = async () => ({ proof: 'authcli', identity: await proveStructure(certificate) }) as const;
  return { address, facts: { authentication, ...certificateFacts(certificate) }, prove };
}
