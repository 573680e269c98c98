import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { crlOf, type Identity, MiniatureIgc, NOON, selfSigned } from '../../test/miniature-igc.js';
import { Published } from '../../test/published.js';
import {
  digestOf,
  ENVELOPED,
  EXCLUSIVE_C14N,
  keyInfoOf,
  listText,
  publicPemOf,
  ROWS,
  RSA_SHA256,
  referenceOf,
  SHA256,
  sign,
  signatureAround,
  signedInfoOf,
  withSignature,
} from '../../test/signed-list.js';
import { IgcTrustStore } from '../igc/igc-trust-store.js';
import { IgcListeBlancheVerifier } from './liste-blanche-verifier.js';

const SIGNER = 'CN=alb.mssante.test,OU=399999999900019,O=SIGNATAIRE FICTIF,ST=Hauts-de-Seine (92),C=FR';
const DAY = 86_400_000;

let igc: MiniatureIgc;
let signer: Identity;
let other: Identity;
let trust: IgcTrustStore;

beforeAll(async () => {
  igc = await MiniatureIgc.create();
  signer = await igc.issue({ dn: SIGNER, kind: 'smime', keyType: 'rsa' });
  other = await igc.issue({ dn: SIGNER.replace('FICTIF', 'AUTRE'), kind: 'smime', keyType: 'rsa' });
  trust = await trustWith([]);
});

async function trustWith(revoked: readonly Identity[], withCrl = true): Promise<IgcTrustStore> {
  const web = new Published();
  if (withCrl) {
    web.put('http://igc.test/r', await crlOf(igc.root));
    web.put('http://igc.test/b', await crlOf(igc.branch, { revoked }));
  }
  const store = await IgcTrustStore.load({
    chainPem: igc.chainPem,
    crlUrls: ['http://igc.test/r', 'http://igc.test/b'],
    ocspUrl: null,
    cacheFolder: null,
    fetch: web.fetch,
    clock: () => NOON,
  });
  await store.refreshCrls();
  return store;
}

async function verdict(xml: string | Uint8Array, store = trust, now = NOON): Promise<string> {
  const verifier = new IgcListeBlancheVerifier(store, [SIGNER], () => now);
  const outcome = await verifier.verify(typeof xml === 'string' ? Buffer.from(xml) : xml);
  if (outcome.ok) return 'accepted';
  return outcome.refusal.detail.objection ?? outcome.refusal.code;
}

/** A list whose Signature is made by hand in one exact way. */
function handMade(
  wish: Parameters<typeof signedInfoOf>[1] = {},
  text = listText(),
  keyInfo?: string,
  more?: string,
): string {
  return withSignature(text, signatureAround(signedInfoOf(digestOf(text), wish), signer, keyInfo, more));
}

describe('EX_2.2_5040: a list signed as the reference text says is accepted', () => {
  it('and gives its rows, its date, its signer', async () => {
    const xml = Buffer.from(sign(listText(), signer));
    const outcome = await new IgcListeBlancheVerifier(trust, [SIGNER], () => NOON).verify(xml);
    expect(outcome).toMatchObject({
      ok: true,
      value: { rows: ROWS, generatedAt: new Date('2026-03-02T06:00:00Z'), signerDn: SIGNER },
    });
  });

  it.each<[string, () => string]>([
    ['made by hand', () => handMade()],
    ['with the ds: prefix', () => sign(listText(), signer, { prefix: 'ds' })],
    ['behind a byte order mark', () => `\ufeff${sign(listText(), signer)}`],
    ['sent with CRLF line ends', () => sign(listText(), signer).replaceAll('\n', '\r\n')],
    [
      'whose base64 is wrapped with &#13;',
      () => sign(listText(), signer).replace(/(<SignatureValue>.{60})/, '$1&#13;\n'),
    ],
    [
      'with comments outside of the signature',
      () => sign(listText(), signer).replace('<ListeDomaines>', '<!-- x --><ListeDomaines>'),
    ],
    [
      'signed with unknown elements and attributes',
      () =>
        sign(
          listText().replace(
            '<ListeDomaines>',
            '<versionFormat xmlns:z="urn:z" z:b="2" a="1">1.0</versionFormat><ListeDomaines>',
          ),
          signer,
        ),
    ],
    [
      'with its attributes in another order',
      () =>
        sign(listText().replace('<Nom>', '<Nom b="2" a="1">'), signer).replace('b="2" a="1"', 'a="1" b="2"'),
    ],
    [
      'with empty elements written short',
      () =>
        sign(listText().replace('<ListeDomaines>', '<Vide></Vide><ListeDomaines>'), signer).replace(
          '<Vide></Vide>',
          '<Vide/>',
        ),
    ],
    [
      'with CDATA for the same text',
      () =>
        sign(listText(), signer).replace(
          '<Nom>tilleuls.mssante.fr<',
          '<Nom><![CDATA[tilleuls.mssante.fr]]><',
        ),
    ],
    [
      'with character references for the same text',
      () => sign(listText(), signer).replace('<Nom>tilleuls', '<Nom>&#116;illeuls'),
    ],
  ])('%s', async (_, make) => {
    expect(await verdict(make())).toBe('accepted');
  });
});

describe('EX_2.2_5050: only by a signer that was configured, valid and not revoked', () => {
  it.each<[string, () => Promise<string> | string, string]>([
    ['another certificate of IGC-Santé', () => sign(listText(), other), 'signerNotAllowed'],
    [
      'a peer’s server certificate',
      async () => sign(listText(), await igc.issue({ dn: SIGNER, kind: 'server', keyType: 'rsa' })),
      'signerCertificate',
    ],
    [
      'the same DN signed by itself',
      async () => sign(listText(), await selfSigned({ dn: SIGNER, kind: 'smime', keyType: 'rsa' })),
      'signerCertificate',
    ],
    [
      'the same DN of another tree',
      async () =>
        sign(
          listText(),
          await (await MiniatureIgc.create()).issue({ dn: SIGNER, kind: 'smime', keyType: 'rsa' }),
        ),
      'signerCertificate',
    ],
    [
      'an expired certificate',
      async () =>
        sign(
          listText(),
          await igc.issue({
            dn: SIGNER,
            kind: 'smime',
            keyType: 'rsa',
            notAfter: new Date(NOON.getTime() - DAY),
          }),
        ),
      'signerCertificate',
    ],
    [
      'a foreign key under the right certificate',
      () => sign(listText(), other, { shows: signer }),
      'signatureInvalid',
    ],
    ['two certificates', () => handMade({}, listText(), keyInfoOf(signer, other)), 'signatureProfile'],
    [
      'no certificate',
      () => handMade({}, listText(), '<KeyInfo><X509Data></X509Data></KeyInfo>'),
      'signatureProfile',
    ],
    [
      'a bare key',
      () => handMade({}, listText(), '<KeyInfo><KeyValue></KeyValue></KeyInfo>'),
      'signatureProfile',
    ],
    [
      'a certificate fetched elsewhere',
      () =>
        handMade(
          {},
          listText(),
          '<KeyInfo><RetrievalMethod URI="http://127.0.0.1:9/"></RetrievalMethod></KeyInfo>',
        ),
      'signatureProfile',
    ],
  ])('refuses %s', async (_, make, expected) => {
    expect(await verdict(await make())).toBe(expected);
  });

  it('refuses a revoked signer', async () => {
    expect(await verdict(sign(listText(), signer), await trustWith([signer]))).toBe('signerCertificate');
  });

  it('asks to come back when the signer’s revocation cannot be known', async () => {
    expect(await verdict(sign(listText(), signer), await trustWith([], false))).toBe('revocationUnknown');
  });

  it('refuses to start without a signer to expect', () => {
    expect(() => new IgcListeBlancheVerifier(trust, [])).toThrow('no allowed signer');
    expect(() => new IgcListeBlancheVerifier(trust, ['ANS'])).toThrow('cannot be read');
  });
});

describe('EX_2.2_5040: a list whose signature does not hold is refused', () => {
  const added =
    '<Domaine><Nom>pirate.test</Nom><DNCertificatOperateur>CN=x</DNCertificatOperateur></Domaine>';

  it.each<[string, () => string, string]>([
    ['unsigned', () => listText(), 'unsigned'],
    [
      'with one domain changed',
      () => sign(listText(), signer).replace('tilleuls', 'tilleulz'),
      'contentAltered',
    ],
    [
      'with one domain added',
      () => sign(listText(), signer).replace('</ListeDomaines>', `${added}</ListeDomaines>`),
      'contentAltered',
    ],
    ['with one space added', () => sign(listText(), signer).replace('<Nom>', ' <Nom>'), 'contentAltered'],
    [
      're-serialised without its namespace',
      () => sign(listText(), signer).replace(' xmlns="https://listeblanche.mssante.fr/schema"', ''),
      'contentAltered',
    ],
    [
      'with its digest recomputed',
      () => {
        const pirate = listText().replace('tilleuls', 'tilleulz');
        return sign(listText(), signer)
          .replace('tilleuls.m', 'tilleulz.m')
          .replace(/<DigestValue>[^<]+/, `<DigestValue>${digestOf(pirate)}`);
      },
      'signatureInvalid',
    ],
    [
      'with its signature value bent',
      () =>
        sign(listText(), signer).replace(
          /<SignatureValue>./,
          (found) => `<SignatureValue>${found.endsWith('A') ? 'B' : 'A'}`,
        ),
      'signatureInvalid',
    ],
    [
      'with an empty signature value',
      () => sign(listText(), signer).replace(/<SignatureValue>[^<]+/, '<SignatureValue>'),
      'signatureProfile',
    ],
    ['with an empty digest', () => handMade({ references: [referenceOf('')] }), 'signatureProfile'],
    ['truncated', () => sign(listText(), signer).slice(0, -200), 'malformed'],
    ['cut before its signature', () => listText().slice(0, -30), 'malformed'],
    ['empty', () => '', 'malformed'],
    ['a web page', () => '<html><body>Maintenance</body></html>', 'unexpected'],
    ['followed by something else', () => `${sign(listText(), signer)}<x/>`, 'malformed'],
    ['signed without any domain', () => sign(listText([]), signer), 'empty'],
    [
      'signed without its date',
      () => sign(listText().replace(/<DateDeGeneration>.+<\/DateDeGeneration>/, ''), signer),
      'undated',
    ],
    ['in Latin-1', () => sign(listText(), signer).replace('UTF-8', 'ISO-8859-1'), 'malformed'],
    ['in XML 1.1', () => sign(listText(), signer).replace('version="1.0"', 'version="1.1"'), 'malformed'],
  ])('%s', async (_, make, expected) => {
    expect(await verdict(make())).toBe(expected);
  });

  it('in broken UTF-8', async () => {
    const bytes = Buffer.from(sign(listText(), signer));
    bytes[bytes.indexOf('tilleuls')] = 0xff;
    expect(await verdict(bytes)).toBe('malformed');
  });
});

describe('EX_2.2_5040: a signature that covers one thing and shows another is refused', () => {
  const pirate = listText([{ domain: 'pirate.test', dn: 'CN=pirate,C=FR' }]);
  const signature = () => /<Signature[\s\S]+<\/Signature>/.exec(sign(listText(), signer))?.[0] ?? '';
  const inner = () => sign(listText(), signer).replace(/^<\?xml[^>]+\?>/, '');

  it.each<[string, () => string, string]>([
    [
      'the signed list inside an Object of the Signature',
      () =>
        withSignature(
          pirate,
          signature().replace(
            '</Signature>',
            `<Object>${inner().replace(signature(), '')}</Object></Signature>`,
          ),
        ),
      'signatureProfile',
    ],
    [
      'the signed list beside the pirate one, under a new root',
      () => `<ListeBlancheMSSante>${pirate.replace(/^<\?xml[^>]+\?>/, '')}${inner()}</ListeBlancheMSSante>`,
      'signatureMisplaced',
    ],
    [
      'the signed list inside a foreign element',
      () => pirate.replace('<ListeDomaines>', `<Autre>${inner()}</Autre><ListeDomaines>`),
      'signatureMisplaced',
    ],
    [
      'the signed list inside the KeyInfo',
      () =>
        withSignature(
          pirate,
          signature().replace('<KeyInfo>', `<KeyInfo>${inner().replace(signature(), '')}`),
        ),
      'signatureProfile',
    ],
    [
      'the Signature moved into the list',
      () =>
        sign(listText(), signer)
          .replace(signature(), '')
          .replace('</ListeDomaines>', `${signature()}</ListeDomaines>`),
      'signatureMisplaced',
    ],
    ['the Signature as the root', () => signature().replace('<Signature ', '<Signature x="" '), 'unexpected'],
    [
      'a reference by Id to the good part',
      () =>
        withSignature(
          pirate.replace('<ListeDomaines>', '<ListeDomaines Id="a">'),
          signatureAround(
            signedInfoOf(digestOf(pirate), { references: [referenceOf(digestOf(pirate), { uri: '#a' })] }),
            signer,
          ),
        ),
      'signatureProfile',
    ],
    [
      'the same Id on the signed part and on the pirate one',
      () =>
        withSignature(
          pirate.replace('<ListeDomaines>', '<ListeDomaines Id="a">'),
          signatureAround(
            signedInfoOf(digestOf(listText()), {
              references: [referenceOf(digestOf(listText()), { uri: '#a' })],
            }),
            signer,
            keyInfoOf(signer),
            `<Object Id="a">${listText().replace(/^<\?xml[^>]+\?>/, '')}</Object>`,
          ),
        ),
      'signatureProfile',
    ],
    ['two signatures', () => withSignature(sign(listText(), signer), signature()), 'severalSignatures'],
    [
      'a second Signature under another prefix',
      () =>
        withSignature(
          sign(listText(), signer),
          '<d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#"/>',
        ),
      'severalSignatures',
    ],
    [
      'a stray element of the signature’s namespace',
      () =>
        sign(
          listText().replace(
            '<ListeDomaines>',
            '<d:Object xmlns:d="http://www.w3.org/2000/09/xmldsig#"/><ListeDomaines>',
          ),
          signer,
        ),
      'signatureMisplaced',
    ],
    [
      'two SignedInfo',
      () => sign(listText(), signer).replace(/(<SignedInfo>[\s\S]+<\/SignedInfo>)/, '$1$1'),
      'signatureProfile',
    ],
    [
      'a comment in the digest',
      () => sign(listText(), signer).replace('<DigestValue>', '<DigestValue>AAAA<!-- -->'),
      'signatureProfile',
    ],
    [
      'an element in the digest',
      () => sign(listText(), signer).replace('<DigestValue>', '<DigestValue><x/>'),
      'signatureProfile',
    ],
    [
      'text between the parts of the signature',
      () => sign(listText(), signer).replace('<SignatureValue>', 'x<SignatureValue>'),
      'signatureProfile',
    ],
    [
      'rows hidden in a comment',
      () => sign(listText(), signer).replace('<Nom>', '<!--<Nom>pirate.test</Nom>--><Nom>'),
      'accepted',
    ],
  ])('%s', async (_, make, expected) => {
    expect(await verdict(make())).toBe(expected);
  });

  it('a comment changes nothing of what is read', async () => {
    const xml = sign(listText(), signer).replace('tilleuls.', 'til<!-- x -->leuls.');
    const outcome = await new IgcListeBlancheVerifier(trust, [SIGNER], () => NOON).verify(Buffer.from(xml));
    expect(outcome).toMatchObject({ ok: true, value: { rows: ROWS } });
  });
});

describe('EX_2.2_5040: one signature profile and no other', () => {
  const transform = (algorithm: string, inside = '') =>
    `<Transform Algorithm="${algorithm}">${inside}</Transform>`;
  const good = () => digestOf(listText());
  const reference = (wish: Parameters<typeof referenceOf>[1]) =>
    handMade({ references: [referenceOf(good(), wish)] });

  it.each<[string, () => string]>([
    [
      'rsa-sha1',
      () => sign(listText(), signer, { signatureAlgorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }),
    ],
    [
      'a SHA-1 digest',
      () => sign(listText(), signer, { digestAlgorithm: 'http://www.w3.org/2000/09/xmldsig#sha1' }),
    ],
    [
      'rsa-sha512',
      () =>
        sign(listText(), signer, { signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512' }),
    ],
    [
      'an HMAC keyed with the public key',
      () => {
        const info = signedInfoOf(good(), {
          method:
            '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"></SignatureMethod>',
        });
        const value = createHmac('sha256', publicPemOf(signer)).update(info).digest('base64');
        return withSignature(
          listText(),
          signatureAround(info, signer).replace(/<SignatureValue>[^<]+/, `<SignatureValue>${value}`),
        );
      },
    ],
    [
      'a truncated HMAC length',
      () =>
        handMade({
          method: `<SignatureMethod Algorithm="${RSA_SHA256}"><HMACOutputLength>0</HMACOutputLength></SignatureMethod>`,
        }),
    ],
    [
      'inclusive canonicalisation',
      () =>
        handMade({
          c14n: '<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"></CanonicalizationMethod>',
        }),
    ],
    [
      'canonicalisation with comments',
      () =>
        handMade({
          c14n: `<CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}WithComments"></CanonicalizationMethod>`,
        }),
    ],
    [
      'a list of inclusive prefixes',
      () =>
        reference({
          transforms:
            transform(ENVELOPED) +
            transform(
              EXCLUSIVE_C14N,
              '<InclusiveNamespaces xmlns="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="x"></InclusiveNamespaces>',
            ),
        }),
    ],
    [
      'an XSLT transform',
      () =>
        reference({
          transforms:
            transform(ENVELOPED) +
            transform('http://www.w3.org/TR/1999/REC-xslt-19991116', '<stylesheet></stylesheet>'),
        }),
    ],
    [
      'an XPath transform',
      () =>
        reference({
          transforms:
            transform(ENVELOPED) +
            transform('http://www.w3.org/TR/1999/REC-xpath-19991116', '<XPath>not(//Domaine)</XPath>'),
        }),
    ],
    [
      'a third transform',
      () =>
        reference({
          transforms:
            transform(ENVELOPED) +
            transform(EXCLUSIVE_C14N) +
            transform('http://www.w3.org/2000/09/xmldsig#base64'),
        }),
    ],
    ['only one transform', () => reference({ transforms: transform(ENVELOPED) })],
    [
      'transforms the other way round',
      () => reference({ transforms: transform(EXCLUSIVE_C14N) + transform(ENVELOPED) }),
    ],
    ['no transform', () => reference({ transforms: '' })],
    ['an external reference', () => reference({ uri: 'http://127.0.0.1:9/liste.xml' })],
    ['a reference to a file', () => reference({ uri: 'file:///etc/passwd' })],
    ['a reference without URI', () => reference({ uri: null })],
    [
      'a digest method with content',
      () => reference({ digestMethod: `<DigestMethod Algorithm="${SHA256}"><x></x></DigestMethod>` }),
    ],
    ['no reference', () => handMade({ references: [] })],
    ['two references', () => handMade({ references: [referenceOf(good()), referenceOf(good())] })],
    [
      'a manifest beside',
      () => handMade({}, listText(), undefined, '<Object><Manifest></Manifest></Object>'),
    ],
  ])('%s is refused', async (_, make) => {
    expect(await verdict(make())).toBe('signatureProfile');
  });
});

describe('a hostile document costs little', () => {
  const head = '<ListeBlancheMSSante xmlns="https://listeblanche.mssante.fr/schema">';

  it.each<[string, () => string | Uint8Array, string]>([
    [
      'an external entity',
      () => `<!DOCTYPE l [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>${head}&x;</ListeBlancheMSSante>`,
      'dtd',
    ],
    [
      'an external DTD',
      () => `<!DOCTYPE l SYSTEM "http://127.0.0.1:9/x.dtd">${head}</ListeBlancheMSSante>`,
      'dtd',
    ],
    [
      'parameter entities',
      () => `<!DOCTYPE l [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>${head}</ListeBlancheMSSante>`,
      'dtd',
    ],
    [
      'a billion laughs',
      () =>
        `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${head}&b;</ListeBlancheMSSante>`,
      'dtd',
    ],
    [
      'one long entity repeated',
      () =>
        `<!DOCTYPE l [<!ENTITY a "${'a'.repeat(100_000)}">]>${head}${'&a;'.repeat(100_000)}</ListeBlancheMSSante>`,
      'dtd',
    ],
    ['an unknown entity', () => `${head}&x;</ListeBlancheMSSante>`, 'malformed'],
    [
      'a style sheet',
      () => `<?xml-stylesheet href="http://127.0.0.1:9/"?>${head}</ListeBlancheMSSante>`,
      'instruction',
    ],
    ['200 000 levels', () => head + '<a>'.repeat(200_000), 'unexpected'],
    [
      '200 000 attributes',
      () => `${head}<a ${Array.from({ length: 200_000 }, (_, index) => `a${index}=""`).join(' ')}/>`,
      'unexpected',
    ],
    ['21 megabytes', () => new Uint8Array(21 * 1024 * 1024), 'tooLarge'],
    ['5 million elements', () => head + '<a/>'.repeat(4_900_000), 'unexpected'],
    ['a 19-megabyte text without end', () => head + 'a'.repeat(19_000_000), 'malformed'],
    [
      'a 1-megabyte signature',
      () =>
        withSignature(
          listText(),
          `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">${'A'.repeat(1_000_000)}</Signature>`,
        ),
      'signatureProfile',
    ],
  ])('%s', async (_, make, expected) => {
    const xml = make();
    const start = process.cpuUsage();
    expect(await verdict(xml)).toBe(expected);
    // Of processor time, in microseconds: the machine may be busy with others.
    expect(process.cpuUsage(start).user).toBeLessThan(5_000_000);
  });

  it('reaches out to nobody', async () => {
    let calls = 0;
    const server = createServer((socket) => {
      calls += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const url = `http://127.0.0.1:${port}/x`;
    await verdict(`<!DOCTYPE l SYSTEM "${url}">${head}</ListeBlancheMSSante>`);
    await verdict(handMade({ references: [referenceOf(digestOf(listText()), { uri: url })] }));
    await verdict(
      handMade({}, listText(), `<KeyInfo><RetrievalMethod URI="${url}"></RetrievalMethod></KeyInfo>`),
    );
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(calls).toBe(0);
  });
});

describe('RE_2.2_5010: a stored list is verified again when a process loads it', () => {
  const verifier = (now = NOON) => new IgcListeBlancheVerifier(trust, [SIGNER], () => now);

  it('and serves even after the certificate that signed it has ended', async () => {
    const xml = Buffer.from(sign(listText(), signer));
    const accepted = await verifier().verify(xml);
    if (!accepted.ok) throw new Error('not accepted');
    const version = { sha256: accepted.value.sha256, fetchedAt: NOON };
    const threeYearsOn = new Date(NOON.getTime() + 3 * 365 * DAY);
    const loaded = await verifier(threeYearsOn).loadVerified(xml, version);
    expect(loaded.ok && loaded.value.hasDomain('tilleuls.mssante.fr')).toBe(true);
    expect(await verdict(xml, trust, threeYearsOn)).toBe('signerCertificate');
  });

  it('and is refused when one byte of it changed', async () => {
    const xml = sign(listText(), signer);
    const version = { sha256: 'ff', fetchedAt: NOON };
    expect(
      await verifier().loadVerified(Buffer.from(xml.replace('tilleuls', 'tilleulz')), version),
    ).toMatchObject({ ok: false });
    expect(await verifier().loadVerified(Buffer.from(xml), version)).toMatchObject({ ok: false });
  });
});
