import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { crlOf, type Identity, MiniatureIgc, NOON, x509 } from '../../test/miniature-igc.js';
import { ocspAnswer } from '../../test/ocsp-responder.js';
import { type Certificate, readCertificate } from './certificate.js';
import { readCrl } from './crl.js';
import { distributionUrls } from './distribution-urls.js';
import { certIdOf, ocspRequest } from './ocsp-request.js';
import { type OcspQuestion, readOcspResponse } from './ocsp-response.js';

const RUNS = { numRuns: fuzzRuns(200) };
const NONCE = new Uint8Array(32).fill(7);

let peer: Identity;
let issuer: Certificate;
let crl: Buffer;
let revokedAnswer: Uint8Array;
let question: OcspQuestion;

beforeAll(async () => {
  const igc = await MiniatureIgc.create();
  peer = await igc.issue({
    dn: 'CN=mx.exemple.fr,OU=1010000024,O=EXEMPLE,C=FR',
    extensions: [new x509.CRLDistributionPointsExtension(['http://igc.test/a.crl'])],
  });
  const [leaf, branch] = [readCertificate(peer.der), readCertificate(igc.branch.der)];
  if (!leaf || !branch) throw new Error('bad fixture');
  issuer = branch;
  crl = await crlOf(igc.branch, { revoked: [peer] });
  const certId = certIdOf(leaf, branch);
  revokedAnswer = await ocspAnswer(ocspRequest(certId, NONCE), { signer: igc.branch, state: 'revoked' });
  question = { certId, issuer: branch, nonce: NONCE, now: NOON };
});

const noise = fc.uint8Array({ maxLength: 400 });
/** A few octets changed, then the end cut off. */
const damage = fc.record({
  changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
  kept: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
});
type Damage = typeof damage extends fc.Arbitrary<infer D> ? D : never;

function bent(whole: Uint8Array, { changes, kept }: Damage): Uint8Array {
  const bytes = Uint8Array.from(whole);
  for (const [at, octet] of changes) bytes[at % bytes.length] = octet;
  return bytes.subarray(0, Math.ceil(bytes.length * kept));
}

describe('EX_OPE_5020, EX_OPE_5050: whatever is published or sent to us', () => {
  it('is no certificate, or one that is read without a fault', () => {
    fc.assert(
      fc.property(noise, damage, (bytes, harm) => {
        readCertificate(bytes);
        const read = readCertificate(bent(peer.der, harm));
        if (read && !read.der.equals(peer.der)) expect(read.fingerprint).not.toBe(issuer.fingerprint);
      }),
      RUNS,
    );
  });

  it('is no revocation list of ours unless every signed octet is in its place', () => {
    fc.assert(
      fc.property(noise, damage, (bytes, harm) => {
        expect(readCrl(bytes)?.isSignedBy(issuer) ?? false).toBe(false);
        const read = readCrl(bent(crl, harm));
        if (read?.isSignedBy(issuer)) expect(read.revoked.size).toBe(1);
      }),
      RUNS,
    );
  });

  it('says of no revoked certificate that it is good', () => {
    fc.assert(
      fc.property(noise, damage, (bytes, harm) => {
        expect(readOcspResponse(bytes, question)).toBeNull();
        expect(readOcspResponse(bent(revokedAnswer, harm), question)?.state).not.toBe('good');
      }),
      RUNS,
    );
  });

  it('names no address but of http and ldap', () => {
    fc.assert(
      fc.property(noise, (bytes) => {
        for (const url of distributionUrls(bytes)) expect(url).toMatch(/^(?:https?|ldap):/i);
      }),
      RUNS,
    );
  });
});
