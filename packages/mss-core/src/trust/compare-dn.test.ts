import { describe, expect, it } from 'vitest';
import { sameDn } from './compare-dn.js';
import { parseDn } from './parse-dn.js';

const LISTED = 'CN=mss.ch-valmont.fr,OU=1010000024,O=HÔPITAL DE VALMONT,ST=Ain (01),C=FR';

function same(a: string, b: string): boolean {
  const [left, right] = [parseDn(a), parseDn(b)];
  if (!left || !right) throw new Error('not read');
  return sameDn(left, right);
}

describe('EX_LBL_5010: DN are compared as sequences of attributes (RFC 5280 §7.1), never as strings', () => {
  it.each([
    ['case', LISTED.toLowerCase()],
    ['inner spaces', 'CN=mss.ch-valmont.fr,OU=1010000024,O=HÔPITAL   DE VALMONT,ST=Ain  (01),C=FR'],
    ['outer spaces', 'CN=mss.ch-valmont.fr ,OU=1010000024,O="HÔPITAL DE VALMONT ",ST=\\ Ain (01),C=FR'],
    [
      'a space that does not break',
      'CN=mss.ch-valmont.fr,OU=1010000024,O=HÔPITAL\u00a0 DE VALMONT,ST=Ain (01),C=FR',
    ],
    ['accents written apart', LISTED.normalize('NFD')],
    ['quotes', 'CN=mss.ch-valmont.fr,OU=1010000024,O="HÔPITAL DE VALMONT",ST=Ain (01),C=FR'],
    ['order within a multi-valued name', `CN=a+OU=b,${LISTED}`],
  ])('two writings that differ by %s are one DN', (_, other) => {
    expect(same(other.startsWith('CN=a+') ? `OU=b+CN=a,${LISTED}` : LISTED, other)).toBe(true);
  });

  it.each([
    ['reversed', 'C=FR,ST=Ain (01),O=HÔPITAL DE VALMONT,OU=1010000024,CN=mss.ch-valmont.fr'],
    ['of another host', LISTED.replace('mss.', 'mss2.')],
    ['of another structure', LISTED.replace('1010000024', '1010000025')],
    ['without its department', 'CN=mss.ch-valmont.fr,OU=1010000024,O=HÔPITAL DE VALMONT,C=FR'],
    ['with L for ST', LISTED.replace('ST=', 'L=')],
    ['with one more name', `${LISTED},DC=fr`],
    [
      'hidden whole in one value',
      'CN=mss.ch-valmont.fr\\,OU=1010000024\\,O=HÔPITAL DE VALMONT\\,ST=Ain (01)\\,C=FR',
    ],
    ['hidden in two values', 'CN="mss.ch-valmont.fr,OU=1010000024",O=HÔPITAL DE VALMONT,ST=Ain (01),C=FR'],
    [
      'multi-valued where names were apart',
      'CN=mss.ch-valmont.fr+OU=1010000024,O=HÔPITAL DE VALMONT,ST=Ain (01),C=FR',
    ],
    ['without its accent', LISTED.replace('Ô', 'O')],
    ['with a Cyrillic letter', LISTED.replace('VALMONT', 'VАLMONT')],
    ['with a dotless i', LISTED.replace('Ain', 'Aın')],
    ['with an invisible letter', LISTED.replace('mss.', 'mss\u200b.')],
    ['with a null character', LISTED.replace('valmont.fr', 'valmont.fr\\00')],
    ['with a space inside the host', LISTED.replace('mss.', 'mss .')],
  ])('a DN %s is another', (_, other) => {
    expect(same(LISTED, other)).toBe(false);
  });
});
