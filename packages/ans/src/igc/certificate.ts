import { createHash, X509Certificate } from 'node:crypto';
import {
  type DerElement,
  type DistinguishedName,
  derElements,
  derInside,
  dnOfName,
  formatDn,
  oidText,
} from '@cachet/mss-core/trust';
import { extensionsIn, hasUnknownCritical, type X509Extension } from './der-extensions.js';
import { distributionUrls } from './distribution-urls.js';

/** What judging needs of one certificate, read once from its DER. */
export interface Certificate {
  readonly der: Buffer;
  /** Lower-case hex SHA-256 of the DER. */
  readonly fingerprint: string;
  readonly x509: X509Certificate;
  readonly dn: DistinguishedName;
  readonly dnText: string;
  /** Hex of the DER names: how chains are linked. */
  readonly subject: string;
  readonly issuer: string;
  /** Hex of the serial number's octets. */
  readonly serial: string;
  readonly signatureAlgorithm: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly isAuthority: boolean;
  /** How many authorities may follow below; null for no limit. */
  readonly pathLength: number | null;
  /** Null when the extension is absent: every usage is then open. */
  readonly keyUsage: ReadonlySet<KeyUsage> | null;
  /** OIDs of the extended usages; null when the extension is absent. */
  readonly purposes: ReadonlySet<string> | null;
  readonly hasUnknownCritical: boolean;
  /** Where its issuer publishes delta revocation lists. */
  readonly freshestCrls: readonly string[];
  readonly subjectDer: Uint8Array;
  readonly publicKeyBits: Uint8Array;
}

export type KeyUsage = 'digitalSignature' | 'nonRepudiation' | 'keyCertSign' | 'crlSign';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const EXPLICIT_VERSION = 0xa0;
const EXPLICIT_EXTENSIONS = 0xa3;
const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const FRESHEST_CRL = '2.5.29.46';
const KNOWN = new Set([BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE, '2.5.29.17', '2.5.29.32']);

/** Reads a DER certificate. Null when it is not one, or is encoded in a way that two readers could understand differently. */
export function readCertificate(der: Uint8Array): Certificate | null {
  const x509 = opened(der);
  const [tbs, algorithm] = derInside(der, SEQUENCE) ?? [];
  const fields = tbs && fieldsOf(tbs);
  const extensions = fields && extensionsIn(fields.extensions);
  const dn = fields && dnOfName(fields.subject.whole);
  const oid = algorithm && derElements(algorithm.content)?.[0];
  const keyBits = fields && derElements(fields.publicKey.content)?.[1];
  if (!x509 || !fields || !extensions || !dn || !oid || keyBits?.tag !== BIT_STRING) return null;
  return {
    der: Buffer.from(der),
    fingerprint: createHash('sha256').update(der).digest('hex'),
    x509,
    dn,
    dnText: formatDn(dn),
    subject: hex(fields.subject.whole),
    issuer: hex(fields.issuer.whole),
    serial: hex(fields.serial.content),
    signatureAlgorithm: oidText(oid.content),
    notBefore: x509.validFromDate,
    notAfter: x509.validToDate,
    ...constraintsOf(extensions.get(BASIC_CONSTRAINTS)),
    keyUsage: keyUsageOf(extensions.get(KEY_USAGE)),
    purposes: purposesOf(extensions.get(EXTENDED_KEY_USAGE)),
    hasUnknownCritical: hasUnknownCritical(extensions, KNOWN),
    freshestCrls: distributionUrls(extensions.get(FRESHEST_CRL)?.value),
    subjectDer: fields.subject.whole,
    publicKeyBits: keyBits.content.subarray(1),
  };
}

/** The DN of a certificate, from its DER. Null when it is not a certificate. */
export function dnOfCertificate(der: Uint8Array): DistinguishedName | null {
  return readCertificate(der)?.dn ?? null;
}

function opened(der: Uint8Array): X509Certificate | null {
  try {
    const x509 = new X509Certificate(der);
    // A key that cannot be read throws where it is first asked for: here.
    return x509.publicKey && x509;
  } catch {
    return null;
  }
}

function fieldsOf(tbs: DerElement) {
  const elements = [...(derElements(tbs.content) ?? [])];
  if (elements[0]?.tag === EXPLICIT_VERSION) elements.shift();
  const [serial, , issuer, , subject, publicKey, ...optional] = elements;
  if (serial?.tag !== INTEGER || !issuer || !subject || !publicKey) return null;
  return {
    serial,
    issuer,
    subject,
    publicKey,
    extensions: optional.find((e) => e.tag === EXPLICIT_EXTENSIONS),
  };
}

function constraintsOf(extension: X509Extension | undefined) {
  const [first, second] = (extension && derInside(extension.value, SEQUENCE)) ?? [];
  const isAuthority = first?.tag === 0x01 && first.content[0] !== 0;
  const limit = second?.tag === INTEGER ? second.content : null;
  return { isAuthority, pathLength: limit ? Number.parseInt(hex(limit) || '0', 16) : null };
}

const USAGE_BITS: readonly [KeyUsage, number][] = [
  ['digitalSignature', 0x80],
  ['nonRepudiation', 0x40],
  ['keyCertSign', 0x04],
  ['crlSign', 0x02],
];

function keyUsageOf(extension: X509Extension | undefined): ReadonlySet<KeyUsage> | null {
  if (!extension) return null;
  const [bits] = derElements(extension.value) ?? [];
  const octet = (bits?.tag === BIT_STRING && bits.content[1]) || 0;
  return new Set(USAGE_BITS.filter(([, mask]) => octet & mask).map(([usage]) => usage));
}

function purposesOf(extension: X509Extension | undefined): ReadonlySet<string> | null {
  if (!extension) return null;
  return new Set((derInside(extension.value, SEQUENCE) ?? []).map((oid) => oidText(oid.content)));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
