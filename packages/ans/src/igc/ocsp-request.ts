import { createHash } from 'node:crypto';
import { Integer, Null, OctetString } from 'asn1js';
import { AlgorithmIdentifier, CertID, Extension, OCSPRequest, Request, TBSRequest } from 'pkijs';
import type { Certificate } from './certificate.js';

export const OCSP_NONCE = '1.3.6.1.5.5.7.48.1.2';
/** RFC 5019 keeps SHA-1 for naming (not signing) the issuer: responders may know no other. */
const SHA1 = '1.3.14.3.2.26';

/** Which certificate is asked about: RFC 6960 §4.1.1. */
export function certIdOf(certificate: Certificate, issuer: Certificate): CertID {
  return new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA1, algorithmParams: new Null() }),
    issuerNameHash: octets(sha1(issuer.subjectDer)),
    issuerKeyHash: octets(sha1(issuer.publicKeyBits)),
    serialNumber: new Integer({ valueHex: Uint8Array.from(Buffer.from(certificate.serial, 'hex')).buffer }),
  });
}

/** The DER request for one certificate, with a nonce against replayed answers. */
export function ocspRequest(certId: CertID, nonce: Uint8Array): Uint8Array {
  const extnValue = octets(nonce).toBER();
  const request = new OCSPRequest({
    tbsRequest: new TBSRequest({
      requestList: [new Request({ reqCert: certId })],
      requestExtensions: [new Extension({ extnID: OCSP_NONCE, extnValue })],
    }),
  });
  return new Uint8Array(request.toSchema(true).toBER());
}

function octets(bytes: Uint8Array): OctetString {
  return new OctetString({ valueHex: Uint8Array.from(bytes).buffer });
}

function sha1(bytes: Uint8Array): Buffer {
  return createHash('sha1').update(bytes).digest();
}
