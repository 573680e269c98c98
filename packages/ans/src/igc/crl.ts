import { createHash } from 'node:crypto';
import { type DerElement, derElements, derInside, oidText } from '@cachet/mss-core/trust';
import type { Certificate } from './certificate.js';
import { extensionsIn, hasUnknownCritical } from './der-extensions.js';
import { derTime } from './der-time.js';
import { distributionUrls } from './distribution-urls.js';
import { isSignedBy } from './signature-algorithm.js';

/** A certificate revocation list (RFC 5280 §5), complete or delta, read but not yet verified. */
export interface Crl {
  readonly sha256: string;
  /** Hex of the issuer's DER name. */
  readonly issuer: string;
  readonly thisUpdate: Date;
  /** Null when absent: such a list is never fresh. */
  readonly nextUpdate: Date | null;
  readonly number: bigint | null;
  /** In a delta list, the number of the complete list that it tells the changes since; null in a complete list. */
  readonly base: bigint | null;
  /** Hex serial numbers. */
  readonly revoked: ReadonlySet<string>;
  /** Hex serial numbers that a delta list takes off the complete one. */
  readonly restored: ReadonlySet<string>;
  /** Where delta lists are published, as the list itself says (RFC 5280 §5.2.6). */
  readonly freshest: readonly string[];
  isSignedBy(authority: Certificate): boolean;
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const EXPLICIT_EXTENSIONS = 0xa0;
const CRL_NUMBER = '2.5.29.20';
const DELTA_INDICATOR = '2.5.29.27';
const FRESHEST_CRL = '2.5.29.46';
const REASON = '2.5.29.21';
/** A partial list bears a critical extension of its own: unknown here, so that it never passes for complete. */
const KNOWN = new Set([CRL_NUMBER, DELTA_INDICATOR, '2.5.29.35']);

/** Reads a CRL in DER or PEM. Null when it is not one that covers all of its issuer's certificates, understood whole. */
export function readCrl(bytes: Uint8Array): Crl | null {
  const der = fromPem(bytes);
  const [tbs, algorithm, signature, ...others] = derInside(der, SEQUENCE) ?? [];
  const oid = algorithm && derElements(algorithm.content)?.[0];
  const fields = tbs && fieldsOf(tbs);
  if (!fields || !oid || signature?.tag !== BIT_STRING || others.length > 0) return null;
  const signatureAlgorithm = oidText(oid.content);
  return {
    ...fields,
    sha256: createHash('sha256').update(der).digest('hex'),
    isSignedBy: (authority) =>
      authority.subject === fields.issuer &&
      (authority.keyUsage === null || authority.keyUsage.has('crlSign')) &&
      isSignedBy(authority.x509.publicKey, signatureAlgorithm, tbs.whole, signature.content.subarray(1)),
  };
}

function fieldsOf(tbs: DerElement) {
  const elements = [...(derElements(tbs.content) ?? [])];
  if (elements[0]?.tag === INTEGER) elements.shift();
  const [, issuer, thisUpdate, ...optional] = elements;
  const issued = derTime(thisUpdate);
  const next = derTime(optional[0]);
  if (next) optional.shift();
  const entries = optional[0]?.tag === SEQUENCE ? optional.shift() : undefined;
  const extensions =
    optional[0]?.tag === EXPLICIT_EXTENSIONS ? extensionsIn(optional[0]) : extensionsIn(undefined);
  const listed = entries ? readEntries(entries) : NOBODY;
  if (!issuer || !issued || !extensions || hasUnknownCritical(extensions, KNOWN) || !listed) return null;
  const number = numberIn(extensions.get(CRL_NUMBER)?.value);
  const base = numberIn(extensions.get(DELTA_INDICATOR)?.value);
  // RFC 5280 §5.2.3, §5.2.4: a delta says its own number and that of its base, or cannot be placed.
  if (extensions.has(DELTA_INDICATOR) && (number === null || base === null)) return null;
  const freshest = distributionUrls(extensions.get(FRESHEST_CRL)?.value);
  return {
    issuer: hex(issuer.whole),
    thisUpdate: issued,
    nextUpdate: next,
    number,
    base,
    ...listed,
    freshest,
  };
}

/** A hundred thousand entries are ordinary: only serial numbers are kept. Null when an entry needs more than we understand. */
function readEntries(entries: DerElement): Pick<Crl, 'revoked' | 'restored'> | null {
  const revoked = new Set<string>();
  const restored = new Set<string>();
  for (const entry of derElements(entries.content) ?? [BROKEN]) {
    const [serial, , details] = derElements(entry.content) ?? [];
    if (entry.tag !== SEQUENCE || serial?.tag !== INTEGER) return null;
    const extensions = details ? extensionsIn({ ...details, content: details.whole }) : null;
    if (details && (!extensions || hasUnknownCritical(extensions, NONE))) return null;
    const isRestored = extensions ? isRemoval(extensions.get(REASON)?.value) : false;
    (isRestored ? restored : revoked).add(hex(serial.content));
  }
  return { revoked, restored };
}

/** CRLReason removeFromCRL, which only a delta list uses: a suspension was lifted. */
function isRemoval(reason: Uint8Array | undefined): boolean {
  const [enumerated] = (reason && derElements(reason)) ?? [];
  return enumerated?.tag === 0x0a && enumerated.content.length === 1 && enumerated.content[0] === 8;
}

const NONE: ReadonlySet<string> = new Set();
const NOBODY = { revoked: NONE, restored: NONE };
const BROKEN: DerElement = { tag: 0, content: new Uint8Array(), whole: new Uint8Array() };

function numberIn(value: Uint8Array | undefined): bigint | null {
  const [integer] = (value && derElements(value)) ?? [];
  return integer?.tag === INTEGER && integer.content.length > 0 ? BigInt(`0x${hex(integer.content)}`) : null;
}

function fromPem(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === SEQUENCE) return bytes;
  const text = new TextDecoder('latin1').decode(bytes);
  const base64 = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/.exec(text)?.[1];
  return base64 ? Buffer.from(base64, 'base64') : bytes;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
