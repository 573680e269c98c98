import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Identity, MiniatureIgc, NOON } from '../../test/miniature-igc.js';
import { listText, ROWS, sign } from '../../test/signed-list.js';
import { IgcTrustStore } from '../igc/igc-trust-store.js';
import { ListObjection } from './list-objection.js';
import { readSignedList } from './read-signed-list.js';
import { verifyListeBlanche } from './verify-liste-blanche.js';

const SIGNER = 'CN=alb.mssante.test,O=SIGNATAIRE FICTIF,C=FR';

let trust: IgcTrustStore;
let signer: Identity;
let signed: Buffer;

beforeAll(async () => {
  const igc = await MiniatureIgc.create();
  signer = await igc.issue({ dn: SIGNER, kind: 'smime', keyType: 'rsa' });
  trust = await IgcTrustStore.load({
    chainPem: igc.chainPem,
    crlUrls: [],
    ocspUrl: null,
    cacheFolder: null,
  });
  signed = Buffer.from(sign(listText(), signer));
});

/** Judged as of the day it was accepted, without asking anybody about revocation. */
async function rowsIfAccepted(xml: Uint8Array) {
  const dn = await trust.judgeAsOf(signer.der, NOON, 'listSigner');
  if (!dn.ok) throw new Error('the signer of this test is not accepted');
  const judge = (certificate: Uint8Array) => trust.judgeAsOf(certificate, NOON, 'listSigner');
  const verified = await verifyListeBlanche(xml, { judge, signers: [dn.dn] });
  return verified.ok ? verified.value.rows : null;
}

/** Pieces out of which documents are made that come near a list. */
const fragment = fc.oneof(
  fc.constantFrom(
    '<ListeBlancheMSSante xmlns="https://listeblanche.mssante.fr/schema">',
    '</ListeBlancheMSSante>',
    '<DateDeGeneration>2026-03-02T06:00:00Z</DateDeGeneration>',
    '<ListeDomaines>',
    '</ListeDomaines>',
    '<Domaine><Nom>a.fr</Nom><DNCertificatOperateur>CN=x</DNCertificatOperateur></Domaine>',
    '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">',
    '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">',
    '</Signature>',
    '</ds:Signature>',
    '<SignedInfo>',
    '</SignedInfo>',
    '<Reference URI="">',
    '<Transforms/>',
    '<KeyInfo><X509Data><X509Certificate>AAAA</X509Certificate></X509Data></KeyInfo>',
    '<SignatureValue>AAAA</SignatureValue>',
    '<DigestValue><!-- -->AAAA</DigestValue>',
    '<!DOCTYPE l [<!ENTITY a "b">]>',
    '<?xml version="1.0"?>',
    '<?pi x?>',
    '<!-- -->',
    '<![CDATA[',
    ']]>',
    '&amp;',
    '&#x0;',
    '&#x1F600;',
    '&a;',
    '<a xmlns=""/>',
    '<p:a/>',
    '<a a="1" a="2">',
    '\ufeff',
    '\r\n',
    '<',
    '>',
    '"',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const likeLists = fc.array(fragment, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join('')));
const documents = fc.oneof(likeLists, fc.uint8Array({ maxLength: 400 }));

/** One spot of a signed list, and what is put there instead. */
const damage = fc.record({
  at: fc.nat(),
  length: fc.nat(40),
  instead: fc.oneof(fragment, fc.constantFrom('', ' ', 'A', '=', '/')),
});

describe('EX_2.2_5040: whatever is published', () => {
  it('a document is read, or refused for one of the known reasons', async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (bytes) => {
        const read = await readSignedList(bytes).catch((fault: unknown) => fault);
        if (read instanceof Error) expect(read).toBeInstanceOf(ListObjection);
      }),
      { numRuns: fuzzRuns(2_000) },
    );
  });

  it('a signed list that was touched is refused, or says exactly what was signed', async () => {
    expect(await rowsIfAccepted(signed)).toEqual(ROWS);
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        const rows = await rowsIfAccepted(damages.reduce(touched, signed));
        if (rows) expect(rows).toEqual(ROWS);
      }),
      { numRuns: fuzzRuns(1_000) },
    );
  });

  it('no two parts of a signed list can be exchanged', async () => {
    const places = fc.tuple(fc.nat(), fc.nat(200), fc.nat(), fc.nat(200));
    await fc.assert(
      fc.asyncProperty(places, async ([from, length, to, over]) => {
        const start = from % signed.length;
        const part = signed.subarray(start, start + length).toString('latin1');
        const rows = await rowsIfAccepted(touched(signed, { at: to, length: over, instead: part }));
        if (rows) expect(rows).toEqual(ROWS);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});

function touched(bytes: Buffer, { at, length, instead }: { at: number; length: number; instead: string }) {
  const start = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(instead), bytes.subarray(start + length)]);
}
