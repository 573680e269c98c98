import { describe, expect, it } from 'vitest';
import { sameDn } from './compare-dn.js';
import { dnOfName } from './dn-of-name.js';
import { parseDn } from './parse-dn.js';

function tlv(tag: number, ...contents: (Uint8Array | readonly number[])[]): Uint8Array {
  const content = contents.flatMap((part) => [...part]);
  const length = content.length < 128 ? [content.length] : [0x81, content.length];
  return Uint8Array.from([tag, ...length, ...content]);
}

const CN = [0x06, 3, 0x55, 4, 3];
const OU = [0x06, 3, 0x55, 4, 11];
const C = [0x06, 3, 0x55, 4, 6];
const text = (value: string) => new TextEncoder().encode(value);
const attribute = (oid: readonly number[], tag: number, value: Uint8Array) => tlv(0x30, oid, tlv(tag, value));
const name = (...sets: Uint8Array[]) => tlv(0x30, ...sets.map((set) => tlv(0x31, set)));

describe('EX_LBL_5010: the DN of a certificate is read from its DER', () => {
  it('is turned round, so that it reads as the liste blanche writes it', () => {
    const der = name(
      attribute(C, 0x13, text('FR')),
      attribute(OU, 0x0c, text('Ô')),
      attribute(CN, 0x0c, text('mss.fr')),
    );
    expect(dnOfName(der)).toEqual(parseDn('CN=mss.fr,OU=Ô,C=FR'));
  });

  it.each<[string, number, Uint8Array]>([
    ['UTF8String', 0x0c, text('é')],
    ['TeletexString', 0x14, Uint8Array.of(0xe9)],
    ['BMPString', 0x1e, Uint8Array.of(0, 0xe9)],
    ['UniversalString', 0x1c, Uint8Array.of(0, 0, 0, 0xe9)],
  ])('gives the same value from a %s', (_, tag, value) => {
    expect(dnOfName(name(attribute(CN, tag, value)))).toEqual([[{ type: 'cn', value: 'é' }]]);
  });

  it.each<[string, number, Uint8Array]>([
    ['broken UTF-8', 0x0c, Uint8Array.of(0xff)],
    ['a PrintableString beyond ASCII', 0x13, Uint8Array.of(0xe9)],
    ['an odd BMPString', 0x1e, Uint8Array.of(0xe9)],
    ['a number', 0x02, Uint8Array.of(1)],
  ])('equals nothing else when its value is %s', (_, tag, value) => {
    const dn = dnOfName(name(attribute(CN, tag, value)));
    expect(dn?.[0]?.[0]?.value).toMatch(/^#[0-9a-f]+$/);
  });

  it('keeps several attributes of one name together', () => {
    const set = tlv(0x31, attribute(OU, 0x0c, text('b')), attribute(CN, 0x0c, text('a')));
    const dn = dnOfName(tlv(0x30, set));
    expect(dn && sameDn(dn, parseDn('CN=a+OU=b') ?? [])).toBe(true);
    expect(dn && sameDn(dn, parseDn('CN=a,OU=b') ?? [])).toBe(false);
  });

  it('answers null for broken encodings, never more', () => {
    const good = name(attribute(CN, 0x0c, text('mss.fr')));
    for (let cut = 0; cut < good.length; cut += 1) expect(dnOfName(good.subarray(0, cut))).toBeNull();
    for (let at = 0; at < good.length; at += 1) {
      for (const octet of [0x00, 0x80, 0x84, 0xff]) {
        const bent = Uint8Array.from(good);
        bent[at] = octet;
        expect(() => dnOfName(bent)).not.toThrow();
      }
    }
  });
});
