import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameDn } from './compare-dn.js';
import { derElements, derInside, oidText } from './der.js';
import type { DistinguishedName } from './distinguished-name.js';
import { dnOfName } from './dn-of-name.js';
import { formatDn } from './format-dn.js';
import { parseDn } from './parse-dn.js';

const RUNS = { numRuns: fuzzRuns(300) };
const OIDS = { cn: 3, c: 6, l: 7, st: 8, o: 10, ou: 11 } as const;
const UTF8 = 0x0c;
const PRINTABLE = 0x13;

type Type = keyof typeof OIDS;
type Attribute = readonly [type: Type, value: string];

const type = fc.constantFrom(...(Object.keys(OIDS) as Type[]));
const printable = fc.stringMatching(/^[A-Za-z0-9 '()+,\-./:=?]{1,20}$/);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  fc.stringMatching(/^[a-zÀ-ÿ "\\#,+;=<>\u00a0]{1,20}$/),
);
const isText = (value: string) => value.trim() !== '' && value.isWellFormed();
const attributes = (value: fc.Arbitrary<string>) =>
  fc.array(fc.tuple(type, value.filter(isText)), { minLength: 1, maxLength: 6 });

function tlv(tag: number, ...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const content = parts.flatMap((part) => [...part]);
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([tag, ...size, ...content]);
}

/** The DER of a certificate's name, country first. */
function derName(names: readonly Attribute[], tag: number): Uint8Array {
  const sets = names.map(([name, value]) => {
    const text = tlv(tag, new TextEncoder().encode(value));
    return tlv(0x31, tlv(0x30, [0x06, 3, 0x55, 4, OIDS[name]], text));
  });
  return tlv(0x30, ...sets.reverse());
}

/** The text as RFC 2253 writes it: every special character escaped. */
function rfc2253(names: readonly Attribute[]): string {
  return names
    .map(([name, value]) => `${name.toUpperCase()}=${value.replace(/[,+"\\<>;=#]|^\s|\s$/g, '\\$&')}`)
    .join(',');
}

/** The text as RFC 1779 writes it: each value in quotes. */
function rfc1779(names: readonly Attribute[]): string {
  return names.map(([name, value]) => `${name}="${value.replace(/["\\]/g, '\\$&')}"`).join(', ');
}

function same(a: DistinguishedName | null, b: DistinguishedName | null): boolean {
  return a !== null && b !== null && sameDn(a, b);
}

describe('EX_LBL_5010: the text of a DN, and the same DN in a certificate', () => {
  it.each([
    ['UTF8String', UTF8, anyText],
    ['PrintableString', PRINTABLE, printable],
  ])('are equal whatever the values hold, in %s', (_, tag, value) => {
    fc.assert(
      fc.property(attributes(value), (names) => {
        const held = dnOfName(derName(names, tag));
        expect(same(parseDn(rfc2253(names)), held)).toBe(true);
        expect(same(parseDn(rfc1779(names)), held)).toBe(true);
      }),
      RUNS,
    );
  });

  it('are different as soon as two lists of attributes are', () => {
    const pair = fc.tuple(attributes(printable), attributes(printable));
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const isSame = normal(one) === normal(other);
        expect(same(parseDn(rfc2253(one)), dnOfName(derName(other, UTF8)))).toBe(isSame);
      }),
      RUNS,
    );
  });
});

function normal(names: readonly Attribute[]): string {
  return JSON.stringify(
    names.map(([name, value]) => [name, value.trim().replace(/\s+/g, ' ').toLowerCase()]),
  );
}

describe('the readers of names', () => {
  it('answer any text with a DN that reads again as itself, or with none', () => {
    const likely = fc.stringMatching(/^(?:(?:CN|OU|O|2\.5\.4\.3|#)?[=,+;"\\ #a-f0-9é\u00a0]{0,6}){0,12}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), likely), (text) => {
        const dn = parseDn(text);
        if (dn) expect(same(parseDn(formatDn(dn)), dn)).toBe(true);
      }),
      RUNS,
    );
  });

  it('answer any bytes without a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        derElements(bytes);
        derInside(bytes, 0x30);
        dnOfName(bytes);
        oidText(bytes);
      }),
      RUNS,
    );
  });

  it('answer a bent name without a fault', () => {
    const bent = fc.tuple(attributes(anyText), fc.nat(), fc.nat(255));
    fc.assert(
      fc.property(bent, ([names, at, octet]) => {
        const der = derName(names, UTF8);
        der[at % der.length] = octet;
        const dn = dnOfName(der);
        if (dn) formatDn(dn);
      }),
      RUNS,
    );
  });
});
