import { describe, expect, it } from 'vitest';
import { parseDn } from './parse-dn.js';
import { structureOfDn } from './structure-of-dn.js';

function structure(text: string): string | null {
  return structureOfDn(parseDn(text) ?? []);
}

describe('EX_LPS_1200: the structure that a certificate speaks for is the OU of its DN', () => {
  it.each([
    ['a SIRET', 'CN=logiciel,OU=312345678900011,O=CABINET,ST=Paris (75),C=FR', '312345678900011'],
    ['a FINESS', 'CN=logiciel,OU=1010000024,O=CLINIQUE,ST=Ain (01),C=FR', '1010000024'],
    ['a test identity of the ANS', 'CN=logiciel,OU=10B0078671,O=CENTRE,ST=Rhône (69),C=FR', '10B0078671'],
    ['stray spaces', 'CN=logiciel,OU="1010000024 ",O=CLINIQUE,C=FR', '1010000024'],
  ])('by %s', (_, dn, expected) => {
    expect(structure(dn)).toBe(expected);
  });

  it.each([
    ['no OU', 'CN=1010000024,O=CLINIQUE,C=FR'],
    ['two OU', 'CN=logiciel,OU=1010000024,OU=1010000025,C=FR'],
    ['two OU in one name', 'CN=logiciel,OU=1010000024+OU=1010000025,C=FR'],
    ['an OU hidden in another value', 'CN="x,OU=1010000024",O=CLINIQUE,C=FR'],
    ['an OU that is a label', 'CN=logiciel,OU=DSI DE LA CLINIQUE,C=FR'],
  ])('and by nothing with %s', (_, dn) => {
    expect(structure(dn)).toBeNull();
  });
});
