import { createHash, type webcrypto } from 'node:crypto';
import { Constructed, Enumerated, fromBER, GeneralizedTime, OctetString, Primitive } from 'asn1js';
import {
  BasicOCSPResponse,
  type CertID,
  Certificate,
  Extension,
  OCSPResponse,
  ResponseBytes,
  SingleResponse,
} from 'pkijs';
import type { Ledger } from './ledger.js';
import { NONCE, readOcspRequest } from './ocsp-request.js';

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';
const MALFORMED = 1;
const UNAUTHORIZED = 6;
const HOUR = 3_600_000;
const DIGESTS: Record<string, string> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
};

/** Answers good, revoked or unknown for the certificates of one authority, signed by a delegated responder (RFC 6960 §2.6). */
export class OcspResponder {
  private readonly issuer: Certificate;
  private readonly responder: Certificate;

  constructor(
    issuerDer: ArrayBuffer,
    responderDer: ArrayBuffer,
    private readonly signingKey: webcrypto.CryptoKey,
    private readonly ledger: Ledger,
  ) {
    this.issuer = certificate(issuerDer);
    this.responder = certificate(responderDer);
  }

  /** DER of the answer to the DER of a request; a request it cannot read or judge gets an error status of the protocol. */
  async answer(requestDer: Buffer): Promise<Buffer> {
    const question = readOcspRequest(requestDer);
    if (!question || question.certificates.length === 0) return failure(MALFORMED);
    if (!question.certificates.every((id) => this.isOurs(id))) return failure(UNAUTHORIZED);
    const basic = new BasicOCSPResponse();
    basic.tbsResponseData.responderID = this.responder.subject;
    basic.tbsResponseData.producedAt = toSecond(Date.now());
    basic.tbsResponseData.responses = question.certificates.map((id) => this.judge(id));
    if (question.nonce) basic.tbsResponseData.responseExtensions = [nonceExtension(question.nonce)];
    basic.certs = [this.responder];
    await basic.sign(this.signingKey, 'SHA-256');
    return success(basic);
  }

  private judge(id: CertID): SingleResponse {
    const serial = Buffer.from(id.serialNumber.valueBlock.valueHexView).toString('hex');
    const response = new SingleResponse({ certID: id });
    response.certStatus = this.status(serial);
    response.thisUpdate = toSecond(Date.now() - 60_000);
    response.nextUpdate = toSecond(Date.now() + HOUR);
    return response;
  }

  private status(serial: string) {
    const revokedAt = this.ledger.revokedAt(serial);
    if (revokedAt)
      return new Constructed({
        idBlock: { tagClass: 3, tagNumber: 1 },
        value: [new GeneralizedTime({ valueDate: toSecond(revokedAt.getTime()) })],
      });
    return new Primitive({ idBlock: { tagClass: 3, tagNumber: this.ledger.hasIssued(serial) ? 0 : 2 } });
  }

  private isOurs(id: CertID): boolean {
    const digest = DIGESTS[id.hashAlgorithm.algorithmId];
    if (!digest) return false;
    const key = this.issuer.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView;
    const name = new Uint8Array(this.issuer.subject.toSchema().toBER(false));
    return (
      hash(digest, name).equals(Buffer.from(id.issuerNameHash.valueBlock.valueHexView)) &&
      hash(digest, key).equals(Buffer.from(id.issuerKeyHash.valueBlock.valueHexView))
    );
  }
}

// RFC 5280 §4.1.2.5.2: a GeneralizedTime has no fraction of a second.
function toSecond(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}

function hash(algorithm: string, bytes: Uint8Array): Buffer {
  return createHash(algorithm).update(bytes).digest();
}

function certificate(der: ArrayBuffer): Certificate {
  return new Certificate({ schema: fromBER(der).result });
}

function nonceExtension(nonce: ArrayBuffer): Extension {
  return new Extension({ extnID: NONCE, extnValue: nonce });
}

function success(basic: BasicOCSPResponse): Buffer {
  const response = new OCSPResponse({ responseStatus: new Enumerated({ value: 0 }) });
  response.responseBytes = new ResponseBytes({
    responseType: BASIC_RESPONSE,
    response: new OctetString({ valueHex: basic.toSchema().toBER(false) }),
  });
  return Buffer.from(response.toSchema().toBER(false));
}

function failure(status: number): Buffer {
  const response = new OCSPResponse({ responseStatus: new Enumerated({ value: status }) });
  return Buffer.from(response.toSchema().toBER(false));
}
