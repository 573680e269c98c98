import type { Outcome, Proven, Refusal, VerifiedPerson } from '@cachet/mss-core';
import { readBearer } from '../../auth/bearer.js';
import { readPlain } from '../../auth/plain.js';
import {
  certificateFacts,
  proveStructure,
  type StructureCertificateJudge,
} from '../../auth/structure-proof.js';
import type { SecuredClient } from '../wire/entry.js';

/** Which BAL a client wants to open, and how it proves that it may. */
export interface Claim {
  /** As the client wrote it. */
  readonly address: string;
  readonly facts: Readonly<Record<string, string | null>>;
  prove(): Promise<Proven>;
}

/** How the clients of one submission entry sign in. */
export interface Claims {
  /** Reads a SASL response; null when it is not of the mechanism's form. */
  read(response: string, client: SecuredClient): Claim | null;
  /** Whether the proof given once still holds within the session; null when it does. */
  objection(client: SecuredClient): Promise<Refusal | null>;
}

/** The entry of personal and organisational BAL: XOAUTH2. A token may live a minute only; the session it opened goes on (EX_LPS_1000). */
export function claimsByToken(verifyToken: (token: string) => Promise<Outcome<VerifiedPerson>>): Claims {
  return {
    // EX_LPS_0900: user and token from the response, token verified by PSC.
    read(response) {
      const proof = readBearer('XOAUTH2', response);
      if (!proof) return null;
      const facts = { authentication: 'XOAUTH2' };
      const prove = async () => ({ proof: 'psc', identity: await verifyToken(proof.token) }) as const;
      return { address: proof.address, facts, prove };
    },
    objection: async () => null,
  };
}

/** The entry of applicative BAL: PLAIN names the BAL, the certificate of the TLS session is the proof. */
export function claimsByCertificate(judge: StructureCertificateJudge): Claims {
  const prove = async ({ certificate }: SecuredClient) =>
    ({ proof: 'authcli', identity: await proveStructure(judge, certificate) }) as const;
  return {
    read(response, client) {
      const address = readPlain(response);
      if (address === null) return null;
      const facts = { authentication: 'PLAIN', ...certificateFacts(client.certificate) };
      return { address, facts, prove: () => prove(client) };
    },
    // A certificate revoked since ends what its software may do; as long as that cannot be known, the session goes on.
    async objection(client) {
      const { identity } = await prove(client);
      return identity.ok || identity.refusal.code === 'revocationUnknown' ? null : identity.refusal;
    },
  };
}
