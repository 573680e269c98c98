import { beforeAll, describe, expect, it } from 'vitest';
import { type Identity, selfSigned } from '../../test/miniature-igc.js';
import { holdsByXmlCrypto, listText, ROWS, sign } from '../../test/signed-list.js';
import { readSignedList } from './read-signed-list.js';

let signer: Identity;

beforeAll(async () => {
  signer = await selfSigned({ dn: 'CN=signataire,C=FR', kind: 'smime', keyType: 'rsa' });
});

/** Digest and SignedInfo of our pass against what xml-crypto signed. */
async function digestsAgree(xml: string): Promise<boolean> {
  const list = await readSignedList(Buffer.from(xml));
  return list.signature.digest.equals(list.contentDigest);
}

const inserted = (fragment: string) => listText().replace('<ListeDomaines>', `${fragment}<ListeDomaines>`);

describe('exclusive canonicalisation agrees with another implementation', () => {
  it.each<[string, string]>([
    ['attributes in disorder', '<x b="2" a="1" c="3"/>'],
    [
      'attributes of several namespaces',
      '<x xmlns:z="urn:a" xmlns:a="urn:z" z:k="1" a:k="2" k="3" z:b="4"/>',
    ],
    ['two prefixes for one namespace', '<p:x xmlns:p="urn:p" xmlns:q="urn:p"><q:y p:a="1"/></p:x>'],
    ['a prefix declared and never used', '<x xmlns:u="urn:u"><y/></x>'],
    ['a prefix declared far above its use', '<x xmlns:u="urn:u"><y><z><u:w/></z></y></x>'],
    ['a prefix declared twice alike', '<u:x xmlns:u="urn:u"><u:y xmlns:u="urn:u"/></u:x>'],
    [
      'a prefix that changes its meaning and comes back',
      '<u:x xmlns:u="urn:u"><u:y xmlns:u="urn:v"><u:z/></u:y><u:z/></u:x>',
    ],
    ['a default namespace undone', '<x xmlns=""><y xmlns="urn:y"><z xmlns=""/></y></x>'],
    ['a default namespace under a prefix', '<p:x xmlns:p="urn:p" xmlns="urn:d"><y/><p:z><y/></p:z></p:x>'],
    ['siblings that each declare', '<u:x xmlns:u="urn:1"/><u:x xmlns:u="urn:1"/>'],
    ['xml:lang and xml:space', '<x xml:space="preserve" xml:lang="fr" a="1"/>'],
    ['special characters in attributes', '<x a="&quot;&lt;&gt;&amp;\'" b=\'"\'/>'],
    ['line ends and tabs in attributes', '<x a="&#9;&#10;&#13;&#32;x" b="1\n2\t3"/>'],
    ['special characters in text', '<x>&lt;&gt;&amp;&quot;&apos; &#13; \u00a0 é 😀 &#x1F600;</x>'],
    ['CDATA', '<x><![CDATA[<a>&amp;]]]]><![CDATA[></a>]]></x>'],
    ['empty elements both ways', '<x></x><y/><z />'],
    ['spaces inside tags', '<x   a = "1"\n b="2"  ></x  >'],
    ['names beyond ASCII', '<é ô="1"/>'],
  ])('on %s', async (_, fragment) => {
    const signed = sign(inserted(fragment), signer);
    expect(holdsByXmlCrypto(signed, signer)).toBe(true);
    expect(await digestsAgree(signed)).toBe(true);
  });

  it('on documents put together by chance', async () => {
    let seed = 11;
    const next = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    const pick = (from: readonly string[]) => from[next(from.length)] ?? '';
    const element = (depth: number): string => {
      const prefix = pick(['', '', 'a:', 'b:']);
      const declared = prefix
        ? ` xmlns:${prefix.slice(0, -1)}="urn:${next(3)}"`
        : pick(['', '', ' xmlns="urn:d"', ' xmlns=""']);
      const attributes = pick(['', ' z="&#10;"', ' k="é" j="&lt;"', ` xmlns:q="urn:${next(2)}" q:k="1"`]);
      const inside =
        depth > 4
          ? ''
          : Array.from({ length: next(4) }, () =>
              pick(['x &amp; y', '\n  ', '<![CDATA[<]]>', '!']).replace('!', element(depth + 1)),
            ).join('');
      const name = `${prefix}${pick(['n', 'm'])}`;
      return `<${name}${declared}${attributes}>${inside}</${name}>`;
    };
    for (let round = 0; round < 150; round += 1) {
      const signed = sign(inserted(element(0) + element(0)), signer, { prefix: pick(['', 'ds']) });
      expect(await digestsAgree(signed), signed).toBe(true);
    }
  });

  it('wherever the slices fall', async () => {
    const many = Array.from({ length: 600 }, (_, index) => ({
      domain: `é${index}.mssante.fr`,
      dn: `CN=😀${index},C=FR`,
    }));
    const signed = sign(listText([...ROWS, ...many]), signer);
    expect(Buffer.byteLength(signed)).toBeGreaterThan(3 * 65_536);
    expect(await digestsAgree(signed)).toBe(true);
    expect(await digestsAgree(signed.replace(/\n/g, '\r\n'))).toBe(true);
  });
});
