import { derElements } from '@cachet/mss-core/trust';
import { BasicOCSPResponse, type CertID, OCSPResponse, type SingleResponse } from 'pkijs';
import { type Certificate, readCertificate } from './certificate.js';
import { OCSP_NONCE } from './ocsp-request.js';
import { isAcceptedAlgorithm, isSignedBy } from './signature-algorithm.js';

/** What a responder said, once verified; `until` is when it stops being worth anything. */
export interface OcspAnswer {
  readonly state: 'good' | 'revoked';
  readonly until: Date;
}

export interface OcspQuestion {
  readonly certId: CertID;
  readonly issuer: Certificate;
  readonly nonce: Uint8Array;
  readonly now: Date;
}

const SUCCESSFUL = 0;
const BASIC = '1.3.6.1.5.5.7.48.1.1';
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const TAG_GOOD = 0;
const TAG_REVOKED = 1;
const CLOCK_SKEW_MS = 5 * 60_000;
/** An answer without nextUpdate says that newer information is always available (RFC 6960 §4.2.2.1). */
const MAX_AGE_MS = 10 * 60_000;

/** Reads and verifies a response. Null when it decides nothing: an error, another certificate, a wrong signature, a replay. */
export function readOcspResponse(der: Uint8Array, question: OcspQuestion): OcspAnswer | null {
  const basic = basicResponse(der);
  if (!basic || !isSignedForIssuer(basic, question) || !answersNonce(basic, question.nonce)) return null;
  const single = basic.tbsResponseData.responses.find((one) => one.certID.isEqual(question.certId));
  return single ? answerOf(single, question.now) : null;
}

function basicResponse(der: Uint8Array): BasicOCSPResponse | null {
  try {
    const response = OCSPResponse.fromBER(Uint8Array.from(der).buffer);
    if (response.responseStatus.valueBlock.valueDec !== SUCCESSFUL) return null;
    if (response.responseBytes?.responseType !== BASIC) return null;
    return BasicOCSPResponse.fromBER(response.responseBytes.response.valueBlock.valueHexView);
  } catch {
    return null;
  }
}

/** RFC 6960 §4.2.2.2: signed by the issuer itself, or by a certificate that the issuer made for signing answers. */
function isSignedForIssuer(basic: BasicOCSPResponse, { issuer, now }: OcspQuestion): boolean {
  const signed = basic.tbsResponseData.tbsView;
  const signature = basic.signature.valueBlock.valueHexView;
  const algorithm = basic.signatureAlgorithm.algorithmId;
  return signersOf(basic, issuer, now).some((signer) =>
    isSignedBy(signer.x509.publicKey, algorithm, signed, signature),
  );
}

function signersOf(basic: BasicOCSPResponse, issuer: Certificate, now: Date): Certificate[] {
  const sent = (basic.certs ?? []).map((certificate) =>
    readCertificate(new Uint8Array(certificate.toSchema().toBER())),
  );
  const delegated = sent.filter((candidate) => candidate !== null && isDelegate(candidate, issuer, now));
  return [issuer, ...delegated.filter((candidate) => candidate !== null)];
}

function isDelegate(candidate: Certificate, issuer: Certificate, now: Date): boolean {
  return (
    candidate.issuer === issuer.subject &&
    (candidate.purposes?.has(OCSP_SIGNING) ?? false) &&
    candidate.notBefore <= now &&
    now <= candidate.notAfter &&
    isAcceptedAlgorithm(candidate.signatureAlgorithm) &&
    candidate.x509.verify(issuer.x509.publicKey)
  );
}

/** A responder may leave our nonce out (RFC 8954 §2.1): its dates then decide alone. A different nonce is a replay. */
function answersNonce(basic: BasicOCSPResponse, nonce: Uint8Array): boolean {
  const extensions = basic.tbsResponseData.responseExtensions ?? [];
  const returned = extensions.find((extension) => extension.extnID === OCSP_NONCE);
  if (!returned) return true;
  const value = returned.extnValue.valueBlock.valueHexView;
  const [inner] = derElements(value) ?? [];
  return (
    Buffer.from(value).equals(nonce) || (inner !== undefined && Buffer.from(inner.content).equals(nonce))
  );
}

function answerOf(single: SingleResponse, now: Date): OcspAnswer | null {
  const until = single.nextUpdate ?? new Date(single.thisUpdate.getTime() + MAX_AGE_MS);
  const isCurrent = single.thisUpdate.getTime() <= now.getTime() + CLOCK_SKEW_MS && now <= until;
  const tag: unknown = single.certStatus?.idBlock?.tagNumber;
  if (!isCurrent) return null;
  if (tag === TAG_GOOD) return { state: 'good', until };
  return tag === TAG_REVOKED ? { state: 'revoked', until } : null;
}
