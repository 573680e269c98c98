import { describe, expect, it } from 'vitest';
import { initials, shortName, shortNames } from './people.ts';

const leGoff = { name: 'Dr Hélène LE GOFF', address: 'helene.le-goff@tilleuls.mssante.fr' };
const nameless = { name: null, address: 'marc.dubois@peer-operateur.mssante.fr' };

describe('a correspondent in a list', () => {
  it('is called by name, or by address when there is none', () => {
    expect(shortName(leGoff)).toBe('Dr Hélène LE GOFF');
    expect(shortName({ ...leGoff, name: '  ' })).toBe('helene.le-goff@tilleuls.mssante.fr');
    expect(shortNames([leGoff, nameless])).toBe('Dr Hélène LE GOFF, marc.dubois@peer-operateur.mssante.fr');
  });

  it('has initials without title, accents kept', () => {
    expect(initials(leGoff)).toBe('HG');
    expect(initials(nameless)).toBe('MD');
    expect(initials({ name: 'Élodie', address: 'e@x.fr' })).toBe('É');
    expect(initials({ name: '‮<script>', address: 'a@x.fr' })).toBe('S');
  });
});
