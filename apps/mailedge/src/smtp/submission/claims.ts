import type { Outcome, Refusal, VerifiedPerson } from '@cachet/mss-core';
import { type Claim, claimByPlain, claimBySecours, claimByToken } from '../../auth/claim.js';
import type { SecoursDoor } from '../../auth/secours-door.js';
import { proveStructure, type StructureCertificateJudge } from '../../auth/structure-proof.js';
import type { SecuredClient } from '../wire/entry.js';

/** How the clients of one submission entry sign in. */
export interface Claims {
  /** Reads a SASL response; null when it is not of the mechanism's form. */
  read(mechanism: string, response: string, client: SecuredClient): Claim | null;
  /** Whether the proof given once still holds within the session; null when it does. */
  objection(client: SecuredClient): Promise<Refusal | null>;
}

/**
 * The entry of personal and organisational BAL: XOAUTH2, and PLAIN for whoever comes in without Pro Santé Connect, where a structure
 * wants it. A token may live a minute only; the session it opened goes on (EX_LPS_1000).
 */
export function claimsOfPeople(
  verifyToken: (token: string) => Promise<Outcome<VerifiedPerson>>,
  secours: SecoursDoor,
): Claims {
  return {
    read: (mechanism, response) =>
      mechanism === 'PLAIN'
        ? claimBySecours(response, secours, 'submission')
        : claimByToken('XOAUTH2', response, verifyToken),
    objection: async () => null,
  };
}

/** The entry of applicative BAL: PLAIN names the BAL, the certificate of the TLS session is the proof. */
export function claimsByCertificate(judge: StructureCertificateJudge): Claims {
  const prove = (certificate: Buffer | null) => proveStructure(judge, certificate);
  return {
    read: (_, response, { certificate }) => claimByPlain(response, { certificate, proveStructure: prove }),
    // A certificate revoked since ends what its software may do; as long as that cannot be known, the session goes on.
    async objection({ certificate }) {
      const proven = await prove(certificate);
      return proven.ok || proven.refusal.code === 'revocationUnknown' ? null : proven.refusal;
    },
  };
}
