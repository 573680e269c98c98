import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlain } from './plain.js';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('EX_LPS_1200: reading a response of PLAIN', () => {
  it.each([
    ['a name and some password', '\0automate@bioseq.mssante.fr\0secret'],
    ['a name and no password', '\0automate@bioseq.mssante.fr\0'],
    ['the same name twice', 'Automate@bioseq.mssante.fr\0automate@bioseq.mssante.fr\0x'],
  ])('finds the BAL in %s', (_, text) => {
    expect(readPlain(base64(text))).toBe('automate@bioseq.mssante.fr');
  });

  it.each([
    ['another authorisation identity', 'autre@bioseq.mssante.fr\0automate@bioseq.mssante.fr\0x'],
    ['no name', '\0\0x'],
    ['two fields', '\0automate@bioseq.mssante.fr'],
    ['four fields', '\0automate@bioseq.mssante.fr\0x\0y'],
    ['an endless name', `\0${'a'.repeat(400)}\0x`],
    ['an access token', 'user=a@b.fr\x01auth=Bearer t\x01\x01'],
  ])('makes nothing of %s', (_, text) => {
    expect(readPlain(base64(text))).toBeNull();
  });

  it('makes nothing of nonsense, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const name = readPlain(base64(text.replaceAll('\0', '')));
        expect(name).toBeNull();
        readPlain(text);
        readPlain(base64(text));
      }),
    );
  });
});
