import { type KeyObject, timingSafeEqual, verify, X509Certificate } from 'node:crypto';
import { done, type Outcome } from '@cachet/mss-core/outcome';
import {
  type DistinguishedName,
  listeBlancheRefused,
  sameDn,
  type VerifiedListeBlanche,
} from '@cachet/mss-core/trust';
import type { CertificateJudgement } from '../igc/igc-trust-store.js';
import { ListObjection } from './list-objection.js';
import { readSignedList, type SignedList } from './read-signed-list.js';

export interface ListVerification {
  /** Judges the signer's certificate, for the S/MIME use. */
  judge(certificate: Uint8Array): CertificateJudgement | Promise<CertificateJudgement>;
  /** The signers configured: no other certificate of IGC-Santé may sign the list. */
  readonly signers: readonly DistinguishedName[];
}

/**
 * Verifies a list whole: profile, signer, digest, signature; only then are its rows worth anything. Succession (date, size) is judged
 * afterwards against the version in force.
 */
export async function verifyListeBlanche(
  xml: Uint8Array,
  verification: ListVerification,
): Promise<Outcome<VerifiedListeBlanche>> {
  try {
    const list = await readSignedList(xml);
    // EX_2.2_5050: the certificate of X509Data is validated first, and must be that of a configured signer.
    const signer = await verification.judge(list.signature.certificate);
    if (!signer.ok) return signerRefused(signer);
    if (!verification.signers.some((allowed) => sameDn(allowed, signer.dn))) {
      return listeBlancheRefused('signerNotAllowed', { signer: signer.dnText });
    }
    checkSignature(list);
    const { rows, generatedAt, sha256 } = list;
    if (rows.length === 0) return listeBlancheRefused('empty');
    return done({ rows, generatedAt, sha256, signerDn: signer.dnText, signerExpiresAt: signer.notAfter });
  } catch (error) {
    if (error instanceof ListObjection) return listeBlancheRefused(error.objection);
    throw error;
  }
}

function signerRefused(judgement: CertificateJudgement & { readonly ok: false }) {
  const { code, detail } = judgement.refusal;
  if (code === 'revocationUnknown') return { ok: false as const, refusal: judgement.refusal };
  return listeBlancheRefused('signerCertificate', { certificate: detail.objection ?? code });
}

function checkSignature({ signature, contentDigest, signedInfo }: SignedList): void {
  const { digest, value, certificate } = signature;
  if (digest.length !== contentDigest.length || !timingSafeEqual(digest, contentDigest)) {
    throw new ListObjection('contentAltered');
  }
  const key = new X509Certificate(certificate).publicKey;
  if (!isStrongRsa(key) || !verify('sha256', Buffer.from(signedInfo), key, value)) {
    throw new ListObjection('signatureInvalid');
  }
}

function isStrongRsa(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
}
