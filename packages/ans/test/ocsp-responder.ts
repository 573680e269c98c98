import { webcrypto } from 'node:crypto';
import { Constructed, Enumerated, GeneralizedTime, Integer, OctetString, Primitive } from 'asn1js';
import * as pkijs from 'pkijs';
import { type Identity, NOON } from './miniature-igc.js';

pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto }));

const BASIC = '1.3.6.1.5.5.7.48.1.1';
const NONCE = '1.3.6.1.5.5.7.48.1.2';

export interface ResponderMood {
  readonly state?: 'good' | 'revoked' | 'unknown';
  readonly signer: Identity;
  /** Sent along, when the signer is not the issuer itself. */
  readonly sendsSigner?: boolean;
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date | null;
  readonly nonce?: 'echo' | 'other' | 'none';
  readonly answersAbout?: 'asked' | 'another';
  readonly status?: number;
}

/** Answers an OCSP request in the mood given. */
export async function ocspAnswer(request: Uint8Array, mood: ResponderMood): Promise<Uint8Array> {
  const asked = pkijs.OCSPRequest.fromBER(Uint8Array.from(request).buffer);
  if (mood.status) {
    return new Uint8Array(
      new pkijs.OCSPResponse({ responseStatus: new Enumerated({ value: mood.status }) }).toSchema().toBER(),
    );
  }
  const basic = new pkijs.BasicOCSPResponse();
  basic.tbsResponseData.responderID = pkijs.Certificate.fromBER(
    Uint8Array.from(mood.signer.der).buffer,
  ).subject;
  basic.tbsResponseData.producedAt = NOON;
  basic.tbsResponseData.responses = [singleResponse(asked, mood)];
  basic.tbsResponseData.responseExtensions = nonceExtensions(asked, mood);
  if (mood.sendsSigner) basic.certs = [pkijs.Certificate.fromBER(Uint8Array.from(mood.signer.der).buffer)];
  await basic.sign(mood.signer.keys.privateKey, 'SHA-256');
  const response = new pkijs.OCSPResponse({
    responseStatus: new Enumerated({ value: 0 }),
    responseBytes: new pkijs.ResponseBytes({
      responseType: BASIC,
      response: new OctetString({ valueHex: basic.toSchema().toBER() }),
    }),
  });
  return new Uint8Array(response.toSchema().toBER());
}

function singleResponse(asked: pkijs.OCSPRequest, mood: ResponderMood): pkijs.SingleResponse {
  const single = new pkijs.SingleResponse();
  const certId = asked.tbsRequest.requestList[0]?.reqCert;
  if (!certId) throw new Error('empty request');
  single.certID = certId;
  if (mood.answersAbout === 'another') single.certID.serialNumber = new Integer({ value: 7 });
  single.certStatus = certStatus(mood.state ?? 'good');
  single.thisUpdate = mood.thisUpdate ?? new Date(NOON.getTime() - 60_000);
  if (mood.nextUpdate !== null) single.nextUpdate = mood.nextUpdate ?? new Date(NOON.getTime() + 3_600_000);
  return single;
}

function certStatus(state: 'good' | 'revoked' | 'unknown'): unknown {
  const idBlock = { tagClass: 3, tagNumber: { good: 0, revoked: 1, unknown: 2 }[state] };
  if (state !== 'revoked') return new Primitive({ idBlock });
  return new Constructed({ idBlock, value: [new GeneralizedTime({ valueDate: NOON })] });
}

function nonceExtensions(asked: pkijs.OCSPRequest, mood: ResponderMood): pkijs.Extension[] {
  if (mood.nonce === 'none') return [];
  const nonce = asked.tbsRequest.requestExtensions?.find((extension) => extension.extnID === NONCE);
  if (!nonce || mood.nonce !== 'other') return nonce ? [nonce] : [];
  const extnValue = new OctetString({ valueHex: new Uint8Array(32).buffer }).toBER();
  return [new pkijs.Extension({ extnID: NONCE, extnValue })];
}
