import { type Certificate, readCertificate } from './certificate.js';
import { isAcceptedAlgorithm } from './signature-algorithm.js';

/** A certificate under its chain, from itself to a root of our store. */
export type CertificatePath = readonly [leaf: Certificate, issuer: Certificate, ...above: Certificate[]];

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The authorities we were configured with, and nobody else's: what a peer sends beside its own certificate is never looked at
 * (EX_OPE_5040). Only intermediate authorities issue to organisations; roots issue to them.
 */
export class Authorities {
  private constructor(
    readonly pem: string,
    readonly all: readonly Certificate[],
  ) {}

  /** Reads a PEM file of roots and intermediates. Throws a sentence for the administrator when it cannot serve. */
  static fromPem(pem: string): Authorities {
    const all = (pem.match(PEM) ?? []).map((text) => authority(text));
    const authorities = new Authorities(pem, all);
    const roots = all.filter(isRoot);
    if (roots.length === 0) throw new Error('IGC chain: no self-signed root among the certificates');
    if (roots.length === all.length) throw new Error('IGC chain: no intermediate authority');
    for (const certificate of all) {
      if (!isRoot(certificate) && !authorities.chainOf(certificate)) {
        throw new Error(`IGC chain: no path to a root for ${certificate.dnText}`);
      }
    }
    return authorities;
  }

  /** The path of an end certificate to one of our roots, each signature verified. Null when there is none. */
  pathOf(leaf: Certificate): CertificatePath | null {
    const chain = this.chainOf(leaf);
    const [issuer, ...above] = chain ?? [];
    return issuer && !isRoot(issuer) ? [leaf, issuer, ...above] : null;
  }

  /** The authorities above a certificate, nearest first, root last. `below` counts those already under the one sought. */
  private chainOf(
    certificate: Certificate,
    below = certificate.isAuthority ? 1 : 0,
  ): readonly Certificate[] | null {
    for (const issuer of this.all) {
      if (issuer.pathLength !== null && issuer.pathLength < below) continue;
      if (!hasIssued(issuer, certificate)) continue;
      if (isRoot(issuer)) return [issuer];
      const above = this.chainOf(issuer, below + 1);
      if (above) return [issuer, ...above];
    }
    return null;
  }
}

function authority(pem: string): Certificate {
  const base64 = pem.replace(/-----[^-]+-----|\s/g, '');
  const certificate = readCertificate(Buffer.from(base64, 'base64'));
  if (!certificate) throw new Error('IGC chain: a certificate cannot be read');
  const signs = certificate.keyUsage === null || certificate.keyUsage.has('keyCertSign');
  if (!certificate.isAuthority || !signs || certificate.hasUnknownCritical) {
    throw new Error(`IGC chain: ${certificate.dnText} is not a certification authority`);
  }
  return certificate;
}

export function isRoot(certificate: Certificate): boolean {
  return certificate.subject === certificate.issuer;
}

function hasIssued(issuer: Certificate, certificate: Certificate): boolean {
  return (
    issuer !== certificate &&
    issuer.subject === certificate.issuer &&
    isAcceptedAlgorithm(certificate.signatureAlgorithm) &&
    certificate.x509.verify(issuer.x509.publicKey)
  );
}
