import { describe, expect, it } from 'vitest';
import { changesBetweenLists } from './changes-between-lists.js';

const A = 'CN=mss.a.fr,O=CENTRE HOSPITALIER,C=FR';
const B = 'CN=mss.b.fr,O=EDITEUR,C=FR';

describe('EX_2.2_5010: what a new version of the list changed', () => {
  it('is the domains that came, that left, and those whose DNs are others', () => {
    const former = [
      { domain: 'reste.mssante.fr', dn: A },
      { domain: 'part.mssante.fr', dn: A },
      { domain: 'change.mssante.fr', dn: A },
    ];
    const present = [
      { domain: 'change.mssante.fr', dn: A },
      { domain: 'change.mssante.fr', dn: B },
      { domain: 'arrive.mssante.fr', dn: B },
      { domain: 'reste.mssante.fr', dn: A },
    ];
    expect(changesBetweenLists(former, present)).toEqual([
      { kind: 'domainAdded', domain: 'arrive.mssante.fr', former: [], present: [B] },
      { kind: 'dnChanged', domain: 'change.mssante.fr', former: [A], present: [A, B] },
      { kind: 'domainRemoved', domain: 'part.mssante.fr', former: [A], present: [] },
    ]);
  });

  it.each([
    ['written in another case', 'reste.mssante.fr', A.toLowerCase()],
    ['in quotes', 'reste.mssante.fr', 'CN=mss.a.fr,O="CENTRE  HOSPITALIER",C=FR'],
    ['of a domain in capitals', 'RESTE.mssante.fr', A],
  ])('is nothing for a row %s', (_, domain, dn) => {
    expect(changesBetweenLists([{ domain: 'reste.mssante.fr', dn: A }], [{ domain, dn }])).toEqual([]);
  });

  it('tells of a DN that nobody can read', () => {
    const rows = (dn: string) => [{ domain: 'x.mssante.fr', dn }];
    expect(changesBetweenLists(rows('à venir'), rows(''))).toMatchObject([{ kind: 'dnChanged' }]);
    expect(changesBetweenLists(rows('à venir'), rows('à venir'))).toEqual([]);
  });
});
