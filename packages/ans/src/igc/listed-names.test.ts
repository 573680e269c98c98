import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDn, sameDn } from '@cachet/mss-core/trust';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Identity, MiniatureIgc, named, x509 } from '../../test/miniature-igc.js';
import { dnOfCertificate } from './certificate.js';

const REAL = [process.env.SHARED_DATA, '../shared/data']
  .filter((place) => place !== undefined)
  .map((place) => join(place, 'listeblanche/dn-quirks-extracted.json'))
  .find((file) => existsSync(file));

/** The shapes of awkward DN met in the production list, with other people's names. */
const AWKWARD = [
  'CN=mss.chd-exemple.fr,OU=1850000999,O=CHD EXEMPLE,ST=Vendée (85),C=FR',
  "CN=esm.exemple.com,OU=1220017999,O=CENTRE HOSPITALIER DU PAYS D'EXEMPLE,ST=Côtes-d'Armor (22),C=FR",
  'CN=smtp-1.mssante.exemple.fr ,OU=312345678900011,O=EXEMPLE,ST=Meurthe et Moselle(54),C=FR',
  'CN=mss.ch-exemple.fr,OU=1330781999,O="C.H. DE  EXEMPLE",ST=Gironde (33),C=FR',
  'CN=mss.ch-exemple.fr,OU=1330781999,O=C.H. DE  EXEMPLE,ST=Gironde (33),C=FR',
  'CN=mssante.ch-exemple.fr,OU=1970300999,O=CENTRE HOSPITALIER "JEAN-EXEMPLE",ST=Guyane (973),C=FR',
  'CN=scytale.exemple.fr,OU=1750160999,O="CLCC\u00a0 INSTITUT EXEMPLE",ST=Paris (75),C=FR',
  'CN=mss.exemple.net,OU=1270000999,O=HOPITAL LA\u00a0 EXEMPLE ST SEBASTIEN/MORVAL,ST=Eure (27),C=FR',
  'CN=cert-audit.exemple.fr,OU=300000000099999,O=GIP - TEST9999,L=Paris (75),C=FR',
  'CN=mailin.exemple.org, OU=312345678900029, O=EXEMPLE, ST=Nord (59), C=FR',
  'CN=mssante.exemple.fr,OU=1760780999,O=CLINIQUE EXEMPLE ,ST=Seine-Maritime (76),C=FR',
  'CN=smtp-audit.exemple.fr,OU=10B0078999,O=CENTRE DE SANTE RPPS99999,ST=Rhône (69),C=FR',
];

/** Attributes of a DN of the list, read otherwise than the product reads them: these texts escape nothing. */
function attributesOf(text: string): readonly (readonly [type: string, value: string])[] {
  return text.split(/,\s*(?=(?:CN|OU|O|ST|L|C)=)/).map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, at), part.slice(at + 1).replace(/^"(.*)"$/, '$1')];
  });
}

type Subject = ReturnType<typeof named>;
type Writing = 'utf8String' | 'printableString';

const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

/** A certificate with these attributes, country first. What PrintableString cannot hold is UTF8String, as authorities do. */
function certified(text: string, writing: Writing, change = (value: string) => value): Promise<Identity> {
  const names = attributesOf(text).map(([type, value]) => {
    const held = change(value);
    const kind = writing === 'printableString' && !PRINTABLE.test(held) ? 'utf8String' : writing;
    return { [type]: [{ [kind]: held }] };
  });
  return igc.issue({ dn: text, subject: new x509.Name(names.reverse()), keys });
}

const one = (type: string, value: string): Record<string, string[]> => ({ [type]: [value] });

let igc: MiniatureIgc;
let keys: Identity['keys'];

beforeAll(async () => {
  igc = await MiniatureIgc.create();
  ({ keys } = await igc.issue({ dn: 'CN=x,C=FR' }));
});

function matches(text: string, { der }: Identity): boolean {
  const [listed, held] = [parseDn(text), dnOfCertificate(der)];
  return listed !== null && held !== null && sameDn(listed, held);
}

async function unmatched(texts: readonly string[], change?: (value: string) => string): Promise<string[]> {
  const found: string[] = [];
  for (const text of texts) {
    for (const writing of ['utf8String', 'printableString'] as const) {
      if (!matches(text, await certified(text, writing, change))) found.push(`${text} (${writing})`);
    }
  }
  return found;
}

describe('EX_LBL_5010 (B03): the DN of the list and that of the certificate', () => {
  it('are one, whether the certificate holds UTF8String or PrintableString', async () => {
    expect(await unmatched(AWKWARD)).toEqual([]);
  });

  it('are one when the certificate holds no stray space', async () => {
    expect(await unmatched(AWKWARD, (value) => value.trim().replace(/\s+/g, ' '))).toEqual([]);
  });

  it('are two as soon as a letter of a value differs', async () => {
    const others = await unmatched(AWKWARD, (value) => value.replace(/[A-Z]/, 'Z'));
    expect(others).toHaveLength(AWKWARD.length * 2);
  });

  const [text = ''] = AWKWARD;

  it.each<[string, (subject: Subject) => Subject]>([
    ['in the other order', (subject) => [...subject].reverse()],
    [
      'with two attributes in one name',
      ([c = {}, st = {}, o = {}, ou = {}, cn = {}]) => [c, st, o, { ...ou, ...cn }],
    ],
    ['with a name less', (subject) => subject.slice(1)],
    ['with a name more', (subject) => [...subject, { DC: ['fr'] }]],
    ['with L for ST', ([c = {}, , ...others]) => [c, { L: ['Vendée (85)'] }, ...others]],
    ['hidden in one value', () => [one('C', 'FR'), one('CN', text)]],
    [
      'hidden with its commas in the organisation',
      () => [one('C', 'FR'), one('O', 'EXEMPLE,OU=1850000999,CN=mss.chd-exemple.fr')],
    ],
  ])('are two %s', async (_, change) => {
    expect(matches(text, await igc.issue({ dn: text, keys }))).toBe(true);
    const other = await igc.issue({ dn: text, subject: new x509.Name(change(named(text))), keys });
    expect(matches(text, other)).toBe(false);
  });
});

describe.skipIf(!REAL)('EX_LBL_5010: the 84 awkward DN of the production list', () => {
  const texts: readonly string[] = REAL
    ? JSON.parse(readFileSync(REAL, 'utf8')).map(({ dn }: { readonly dn: string }) => dn)
    : [];

  it('match the certificates that hold these attributes', async () => {
    expect(texts).toHaveLength(84);
    expect(await unmatched(texts)).toEqual([]);
    expect(await unmatched(texts, (value) => value.trim().replace(/\s+/g, ' '))).toEqual([]);
  });
});
