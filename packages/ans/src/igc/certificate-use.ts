import type { Certificate } from './certificate.js';

/** What a certificate is judged for: a peer's connector, or the signature of the liste blanche. */
export type CertificateUse = 'connector' | 'listSigner';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
const ANY_PURPOSE = '2.5.29.37.0';

/** Is the certificate of a kind meant for that use? Certificates without extended usages are open to all. */
export function suits(certificate: Certificate, use: CertificateUse): boolean {
  return hasPurpose(certificate, PURPOSE[use]) && maySign(certificate);
}

/**
 * EX_OPE_5020: connectors show a server certificate on both sides of a connection; IGC-Santé gives these serverAuth, so
 * clientAuth is never asked for. EX_2.2_5050: the liste blanche is signed with a certificate of the S/MIME type.
 */
const PURPOSE: Record<CertificateUse, string> = { connector: SERVER_AUTH, listSigner: EMAIL_PROTECTION };

function hasPurpose({ purposes }: Certificate, purpose: string): boolean {
  return purposes === null || purposes.has(purpose) || purposes.has(ANY_PURPOSE);
}

function maySign({ keyUsage }: Certificate): boolean {
  return keyUsage === null || keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation');
}
