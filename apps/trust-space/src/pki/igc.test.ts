import { webcrypto, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBER, OctetString } from 'asn1js';
import { BasicOCSPResponse, Certificate, Extension, OCSPRequest, OCSPResponse } from 'pkijs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fictionalWorld } from '../testing/fictional-world.js';
import { igcAddresses } from './addresses.js';
import type { IdentityName } from './identities.js';
import { firstPem, type Igc, openIgc } from './igc.js';
import { NONCE } from './ocsp-request.js';
import { x509 } from './x509.js';

const world = fictionalWorld();
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

describe('the test branch of the IGC-Santé', () => {
  const folder = mkdtempSync(join(tmpdir(), 'igc-'));
  const open = (control = 'http://127.0.0.1:1') => openIgc(join(folder, 'pki'), world, igcAddresses(control));
  let igc: Igc;
  beforeAll(async () => {
    igc = await open();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const leaf = (name: IdentityName) => new X509Certificate(igc.identities[name].cert);
  const read = (name: IdentityName) => new x509.X509Certificate(firstPem(igc.identities[name].cert));

  it('has the two authorities of the real branch, names and path length included', () => {
    const ca = new x509.X509Certificate(firstPem(igc.chain));
    expect(leaf('peer').issuer.split('\n').reverse().join(',')).toBe(
      'CN=TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS,OU=IGC-SANTE TEST,OU=0002 187512751,O=ASIP-SANTE,C=FR',
    );
    expect(ca.getExtension(x509.BasicConstraintsExtension)).toMatchObject({ ca: true, pathLength: 0 });
  });

  it('writes DNs of the two shapes of the Référentiel: FINESS after 1, SIRET after 3', () => {
    expect(igc.identities.operator.dn).toBe(
      'CN=mx.operateur-essai.mssante.fr,OU=330000000000017,O=Opérateur d’essai,ST=Paris (75),C=FR',
    );
    expect(igc.identities.authcli.dn).toBe(
      'CN=Authentification MSS,OU=1019999919,O=Laboratoire d’essai,ST=Ain (01),C=FR',
    );
    expect(igc.identities.authcliOtherStructure.dn).toContain('OU=1019999901,');
  });

  it('gives servers serverAuth alone and clients clientAuth alone, as the real branch does', () => {
    expect(read('peer').getExtension(x509.ExtendedKeyUsageExtension)?.usages).toEqual([SERVER_AUTH]);
    expect(read('clientOnly').getExtension(x509.ExtendedKeyUsageExtension)?.usages).toEqual([CLIENT_AUTH]);
    expect(read('authcli').getExtension(x509.ExtendedKeyUsageExtension)?.usages).toEqual([CLIENT_AUTH]);
  });

  it('judges each identity for what it is', () => {
    const verdict = (name: IdentityName) => {
      const judgement = igc.judge.judge(leaf(name).raw);
      return judgement.ok ? judgement.dn : judgement.reason;
    };
    expect(verdict('peer')).toBe(igc.identities.peer.dn);
    expect(verdict('clientOnly')).toBe(igc.identities.peer.dn);
    expect(verdict('peerRevoked')).toBe('revoked');
    expect(verdict('authcliRevoked')).toBe('revoked');
    expect(verdict('peerExpired')).toBe('expired');
    expect(verdict('stranger')).toBe('unknownIssuer');
    expect(igc.judge.judge(undefined)).toMatchObject({ ok: false, reason: 'absent' });
  });

  it('has a stranger who bears the peer’s name under an authority that bears ours', () => {
    expect(igc.identities.stranger.dn).toBe(igc.identities.peer.dn);
    expect(leaf('stranger').issuer).toBe(leaf('peer').issuer);
    expect(leaf('stranger').verify(new X509Certificate(igc.chain).publicKey)).toBe(false);
  });

  it('publishes revocation lists that its authorities signed and that hold the revoked alone', async () => {
    const crl = new x509.X509Crl(new Uint8Array(await igc.lists.ofIntermediate()));
    expect(await crl.verify({ publicKey: igc.intermediate.certificate })).toBe(true);
    expect(crl.nextUpdate?.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000);
    expect(crl.findRevoked(read('peerRevoked'))).not.toBeNull();
    expect(crl.findRevoked(read('peer'))).toBeNull();
  });

  it('publishes what it revoked since its last complete list as a delta', async () => {
    const complete = new x509.X509Crl(new Uint8Array(await igc.lists.ofIntermediate()));
    expect(complete.getExtension('2.5.29.46')).not.toBeNull();
    igc.lists.isFrozen = true;
    igc.revoke(read('clientOnly').serialNumber);
    const delta = new x509.X509Crl(new Uint8Array(await igc.lists.deltaOfIntermediate()));
    expect(await delta.verify({ publicKey: igc.intermediate.certificate })).toBe(true);
    expect(delta.getExtension('2.5.29.27')).toMatchObject({
      critical: true,
      value: complete.getExtension('2.5.29.20')?.value,
    });
    expect(delta.findRevoked(read('clientOnly'))).not.toBeNull();
    expect(delta.findRevoked(read('peerRevoked'))).toBeNull();
    const still = new x509.X509Crl(new Uint8Array(await igc.lists.ofIntermediate()));
    expect(still.findRevoked(read('clientOnly'))).toBeNull();
  });

  it('answers by OCSP good, revoked or unknown, and returns the nonce', async () => {
    expect(await ocsp('peer')).toEqual({ status: 0, verified: true, nonceReturned: true });
    expect(await ocsp('peerRevoked')).toEqual({ status: 1, verified: true, nonceReturned: true });
    expect(await ocsp('stranger')).toEqual({ status: 2, verified: true, nonceReturned: true });
  });

  it('does not answer for another authority, nor to nonsense', async () => {
    expect(await errorStatus(Buffer.from('n’importe quoi'))).toBe(1);
    expect(await errorStatus(await question('peer', read('peer')))).toBe(6);
  });

  it('keeps its keys where their owner alone reads them', () => {
    for (const file of [igc.caKeyFile, igc.identities.peer.keyFile, igc.identities.stranger.keyFile])
      expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('comes back the same at a later start', async () => {
    const again = await open();
    for (const name of ['operator', 'peerExpired', 'stranger', 'ocspResponder'] as const)
      expect(again.identities[name].cert).toBe(igc.identities[name].cert);
    expect(again.chain).toBe(igc.chain);
  });

  it('follows a change of address with new certificates for the same keys', async () => {
    const before = readFileSync(igc.identities.peer.keyFile, 'utf8');
    const moved = await open('http://127.0.0.1:2');
    expect(moved.identities.peer.cert).not.toBe(igc.identities.peer.cert);
    expect(new X509Certificate(moved.identities.peer.cert).infoAccess).toContain('127.0.0.1:2/ocsp');
    expect(readFileSync(moved.identities.peer.keyFile, 'utf8')).toBe(before);
    expect(moved.judge.judge(new X509Certificate(moved.identities.peer.cert).raw).ok).toBe(true);
  });

  async function question(name: IdentityName, issuer?: x509.X509Certificate): Promise<Buffer> {
    const request = new OCSPRequest();
    const of = (certificate: x509.X509Certificate) =>
      new Certificate({ schema: fromBER(certificate.rawData).result });
    await request.createForCertificate(of(read(name)), {
      hashAlgorithm: 'SHA-1',
      issuerCertificate: of(issuer ?? new x509.X509Certificate(firstPem(igc.chain))),
    });
    const nonce = new OctetString({ valueHex: new Uint8Array([1, 2, 3, 4]).buffer }).toBER();
    request.tbsRequest.requestExtensions = [new Extension({ extnID: NONCE, extnValue: nonce })];
    return Buffer.from(request.toSchema(true).toBER());
  }

  async function ocsp(name: IdentityName) {
    const answer = responseOf(await igc.ocsp.answer(await question(name)));
    const bytes = answer.responseBytes?.response.valueBlock.valueHexView ?? new Uint8Array();
    const basic = new BasicOCSPResponse({ schema: fromBER(new Uint8Array(bytes).buffer).result });
    const root = new Certificate({ schema: fromBER(igc.intermediate.certificate.rawData).result });
    const [single] = basic.tbsResponseData.responses;
    const responder = basic.certs?.[0];
    return {
      status: single?.certStatus.idBlock.tagNumber,
      verified: (await responder?.verify(root)) === true && (await signed(basic)),
      nonceReturned: basic.tbsResponseData.responseExtensions?.[0]?.extnValue.getValue().byteLength === 6,
    };
  }

  async function errorStatus(request: Buffer): Promise<number> {
    return responseOf(await igc.ocsp.answer(request)).responseStatus.valueBlock.valueDec;
  }
});

function responseOf(der: Buffer): OCSPResponse {
  return new OCSPResponse({ schema: fromBER(new Uint8Array(der).buffer).result });
}

async function signed(basic: BasicOCSPResponse): Promise<boolean> {
  const responder = basic.certs?.[0];
  if (!responder) return false;
  const key = await responder.getPublicKey();
  const signature = basic.signature.valueBlock.valueHexView;
  return webcrypto.subtle.verify('RSASSA-PKCS1-v1_5', key, signature, basic.tbsResponseData.tbsView);
}
