import type { Authorities, CertificatePath } from './authorities.js';
import type { Certificate } from './certificate.js';
import type { CertificateObjection } from './certificate-objections.js';
import { type CertificateUse, suits } from './certificate-use.js';
import { isAcceptedAlgorithm, isStrongKey } from './signature-algorithm.js';

/** Everything but revocation: kind, chain to our store, dates of the whole path (RFC 5280 §6, EX_OPE_5020, EX_OPE_5030). */
export function judgePath(
  authorities: Authorities,
  leaf: Certificate,
  use: CertificateUse,
  now: Date,
): { readonly path: CertificatePath } | { readonly objection: CertificateObjection } {
  if (leaf.isAuthority) return { objection: 'authority' };
  if (leaf.hasUnknownCritical) return { objection: 'unknownExtension' };
  if (!isAcceptedAlgorithm(leaf.signatureAlgorithm) || !isStrongKey(leaf.x509.publicKey))
    return { objection: 'weak' };
  const path = authorities.pathOf(leaf);
  if (!path) return { objection: 'untrusted' };
  if (!path.every((certificate) => certificate.notBefore <= now)) return { objection: 'notYetValid' };
  if (!path.every((certificate) => now <= certificate.notAfter)) return { objection: 'expired' };
  return suits(leaf, use) ? { path } : { objection: 'purpose' };
}
