import { fromBER } from 'asn1js';
import { type CertID, OCSPRequest } from 'pkijs';

export interface OcspQuestion {
  readonly certificates: readonly CertID[];
  /** DER of the nonce extension's value, to be returned as it came (RFC 8954). */
  readonly nonce: ArrayBuffer | null;
}

export const NONCE = '1.3.6.1.5.5.7.48.1.2';

/** Reads the DER of an OCSP request; null when it is not one. */
export function readOcspRequest(der: Buffer): OcspQuestion | null {
  try {
    const asn1 = fromBER(new Uint8Array(der).buffer);
    if (asn1.offset === -1) return null;
    const { tbsRequest } = new OCSPRequest({ schema: asn1.result });
    const nonce = tbsRequest.requestExtensions?.find((e) => e.extnID === NONCE);
    return {
      certificates: tbsRequest.requestList.map((r) => r.reqCert),
      nonce: nonce ? nonce.extnValue.getValue() : null,
    };
  } catch {
    return null;
  }
}
