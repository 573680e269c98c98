import type { webcrypto } from 'node:crypto';
import type { IgcAddresses } from './addresses.js';
import { x509 } from './x509.js';

/** The kinds of certificate the ELEMENTAIRE / ORGANISATIONS branch delivers, and the responder's own. */
export type LeafKind = 'sslServer' | 'authCli' | 'smime' | 'ocspResponder';

interface IssuerAndSubject {
  readonly issuer: webcrypto.CryptoKey;
  readonly subject: webcrypto.CryptoKey;
}

const { KeyUsageFlags: usage } = x509;
const TEST_POLICY = '1.2.250.1.213.1.7.2.1.1.1.1';
const OCSP_NO_CHECK = '1.3.6.1.5.5.7.48.1.5';

const EXTENDED_USAGE: Record<LeafKind, string> = {
  // A real SSL_SERV certificate has no clientAuth, and operators still present it as a client to each other.
  sslServer: '1.3.6.1.5.5.7.3.1',
  authCli: '1.3.6.1.5.5.7.3.2',
  smime: '1.3.6.1.5.5.7.3.4',
  ocspResponder: '1.3.6.1.5.5.7.3.9',
};

const KEY_USAGE: Record<LeafKind, number> = {
  sslServer: usage.digitalSignature | usage.keyEncipherment,
  authCli: usage.digitalSignature,
  smime: usage.digitalSignature | usage.nonRepudiation,
  ocspResponder: usage.digitalSignature,
};

export async function leafExtensions(
  kind: LeafKind,
  names: readonly x509.JsonGeneralName[],
  keys: IssuerAndSubject,
  at: IgcAddresses,
): Promise<x509.Extension[]> {
  return [
    new x509.BasicConstraintsExtension(false),
    new x509.KeyUsagesExtension(KEY_USAGE[kind], true),
    new x509.ExtendedKeyUsageExtension([EXTENDED_USAGE[kind]]),
    new x509.CertificatePolicyExtension([TEST_POLICY]),
    await x509.SubjectKeyIdentifierExtension.create(keys.subject),
    await x509.AuthorityKeyIdentifierExtension.create(keys.issuer),
    new x509.CRLDistributionPointsExtension([at.crl]),
    new x509.AuthorityInfoAccessExtension({ ocsp: at.ocsp, caIssuers: at.caIssuer }),
    ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension([...names])] : []),
    ...(kind === 'ocspResponder' ? [new x509.Extension(OCSP_NO_CHECK, false, new Uint8Array([5, 0]))] : []),
  ];
}

/** `pathLength` null means a root: no limit and no revocation list of its own. */
export async function authorityExtensions(
  pathLength: number | null,
  keys: IssuerAndSubject,
  crl: string | null,
): Promise<x509.Extension[]> {
  return [
    new x509.BasicConstraintsExtension(true, pathLength ?? undefined, true),
    new x509.KeyUsagesExtension(usage.keyCertSign | usage.cRLSign, true),
    new x509.CertificatePolicyExtension(['2.5.29.32.0']),
    await x509.SubjectKeyIdentifierExtension.create(keys.subject),
    await x509.AuthorityKeyIdentifierExtension.create(keys.issuer),
    ...(crl ? [new x509.CRLDistributionPointsExtension([crl])] : []),
  ];
}
