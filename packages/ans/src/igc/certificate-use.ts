import type { Certificate } from './certificate.js';

/** What a certificate is judged for: a peer's connector, a structure's software (ORG AUTH_CLI), or the signature of the liste blanche. */
export type CertificateUse = 'connector' | 'authCli' | 'listSigner';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
const ANY_PURPOSE = '2.5.29.37.0';

/** Is the certificate of a kind meant for that use? Certificates without extended usages are open to all but AUTH_CLI. */
export function suits(certificate: Certificate, use: CertificateUse): boolean {
  const isOfKind = use === 'authCli' ? isAuthCli(certificate) : hasPurpose(certificate, PURPOSE[use]);
  return isOfKind && maySign(certificate);
}

/** EX_LPS_1200 (1): an AUTH_CLI opens every applicative BAL of its structure. Only a certificate made for that does, never a server's. */
function isAuthCli({ purposes }: Certificate): boolean {
  return !!purposes?.has(CLIENT_AUTH) && !purposes.has(SERVER_AUTH);
}

/**
 * EX_OPE_5020: connectors show a server certificate on both sides of a connection; IGC-Santé gives these serverAuth, so
 * clientAuth is never asked for. EX_2.2_5050: the liste blanche is signed with a certificate of the S/MIME type.
 */
const PURPOSE: Record<Exclude<CertificateUse, 'authCli'>, string> = {
  connector: SERVER_AUTH,
  listSigner: EMAIL_PROTECTION,
};

function hasPurpose({ purposes }: Certificate, purpose: string): boolean {
  return purposes === null || purposes.has(purpose) || purposes.has(ANY_PURPOSE);
}

function maySign({ keyUsage }: Certificate): boolean {
  return keyUsage === null || keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation');
}
