import { X509Certificate } from 'node:crypto';
import {
  type DistinguishedName,
  done,
  type Outcome,
  type Refusal,
  refused,
  structureOfDn,
  type VerifiedStructure,
} from '@cachet/mss-core';

/** The trust store, judging for the use AUTH_CLI. Refuses certificateRefused, revocationUnknown. */
export interface StructureCertificateJudge {
  judge(
    leaf: Buffer,
  ): Promise<
    | { readonly ok: true; readonly dn: DistinguishedName; readonly dnText: string }
    | { readonly ok: false; readonly refusal: Refusal }
  >;
}

/** Which structure speaks through this certificate now? Refuses certificateMissing, certificateRefused, revocationUnknown. */
// EX_LPS_1200 (1 and 4): authority, dates, revocation and kind; then the idNat of the structure from the OU of the DN.
export async function proveStructure(
  judge: StructureCertificateJudge,
  certificate: Buffer | null,
): Promise<Outcome<VerifiedStructure>> {
  if (!certificate) return refused('certificateMissing');
  const judged = await judge.judge(certificate);
  if (!judged.ok) return judged;
  const idNat = structureOfDn(judged.dn);
  return idNat ? done({ idNat, dn: judged.dnText }) : refused('certificateRefused', NO_STRUCTURE);
}

const NO_STRUCTURE = {
  objection: 'structure',
  reason: 'son champ OU ne désigne pas une structure',
  reasonEn: 'its OU names no structure',
};

/** EX_GDT_5060: which certificate was shown, for the trace, whether it was accepted or not. */
export function certificateFacts(certificate: Buffer | null): Readonly<Record<string, string | null>> {
  const shown = certificate && opened(certificate);
  if (!shown) return { certificate: null };
  return {
    certificate: shown.fingerprint256.replaceAll(':', '').toLowerCase(),
    certificateSerial: shown.serialNumber.toLowerCase(),
    certificateDn: shown.subject.split('\n').reverse().join(','),
  };
}

function opened(der: Buffer): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}
