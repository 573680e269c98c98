import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { DistinguishedName } from './distinguished-name.js';
import { indexListeBlanche } from './index-liste-blanche.js';
import { parseDn } from './parse-dn.js';

const AT = new Date('2026-03-02T06:00:00Z');
const HOSPITAL = 'CN=mss.ch-valmont.fr,OU=1010000024,O=CENTRE HOSPITALIER,ST=Ain (01),C=FR';
const VENDOR = 'CN=mss.editeur.fr,OU=312345678900011,O=EDITEUR,ST=Rhône (69),C=FR';
const BACKUP = 'CN=mss2.editeur.fr,OU=312345678900011,O=EDITEUR,ST=Rhône (69),C=FR';

function dn(text: string): DistinguishedName {
  const parsed = parseDn(text);
  if (!parsed) throw new Error(`not read: ${text}`);
  return parsed;
}

describe('EX_LBL_5010: several DN for a domain, several domains for a DN', () => {
  const list = indexListeBlanche(
    [
      { domain: 'ch-valmont.mssante.fr', dn: HOSPITAL },
      { domain: 'ch-valmont.mssante.fr', dn: VENDOR },
      { domain: 'tilleuls.mssante.fr', dn: VENDOR },
      { domain: 'Bioseq.MSSante.fr', dn: VENDOR },
      { domain: 'bioseq.mssante.fr', dn: BACKUP },
      { domain: 'bioseq.mssante.fr', dn: BACKUP },
      { domain: 'interop-mssante.exemple.org', dn: '' },
    ],
    AT,
  );

  it('counts each domain once', () => {
    expect(list.domainCount).toBe(4);
    expect(list.generatedAt).toBe(AT);
  });

  it.each([
    [HOSPITAL, 'ch-valmont.mssante.fr', true],
    [VENDOR, 'ch-valmont.mssante.fr', true],
    [VENDOR, 'tilleuls.mssante.fr', true],
    [VENDOR, 'BIOSEQ.mssante.fr', true],
    [BACKUP, 'bioseq.mssante.fr', true],
    [HOSPITAL, 'tilleuls.mssante.fr', false],
    [BACKUP, 'ch-valmont.mssante.fr', false],
    [HOSPITAL, 'absent.mssante.fr', false],
    [HOSPITAL, 'interop-mssante.exemple.org', false],
    [HOSPITAL, 'toString', false],
  ])('%s may speak for %s: %s', (text, domain, expected) => {
    expect(list.isBound(dn(text), domain)).toBe(expected);
  });

  it('tells the DN of a domain as they are written, each once', () => {
    expect(list.dnsOf('BIOSEQ.mssante.fr')).toEqual([VENDOR, BACKUP]);
    expect(list.dnsOf('absent.mssante.fr')).toEqual([]);
  });

  it('knows a domain whose operator has no certificate yet', () => {
    expect(list.hasDomain('interop-mssante.exemple.org')).toBe(true);
    expect(list.dnsOf('interop-mssante.exemple.org')).toEqual([]);
  });

  it('does not know a DN that only looks like one listed', () => {
    expect(list.hasDn(dn(HOSPITAL))).toBe(true);
    expect(list.hasDn(dn(HOSPITAL.replace('CN=mss.', 'CN=mss1.')))).toBe(false);
  });
});

describe('a list larger than the real one', () => {
  const listOf = (domains: number) =>
    indexListeBlanche(
      Array.from({ length: domains * 1.5 }, (_, index) => ({
        domain: `structure-${index % domains}.mssante.fr`,
        dn: `CN=mss${index % 400}.operateur.fr,OU=1${String(index % 400).padStart(9, '0')},O="OPERATEUR  ${index % 400}",ST=Isère (38),C=FR`,
      })),
      AT,
    );

  /** The texts normalised by 400 peers' questions, each asked twice: what a lookup costs, whatever the machine. */
  function work(list: ReturnType<typeof listOf>): { readonly bound: number; readonly normalised: number } {
    const peers = Array.from({ length: 400 }, (_, index) =>
      dn(
        `CN=mss${index}.operateur.fr,OU=1${String(index).padStart(9, '0')},O=OPERATEUR ${index},ST=Isère (38),C=FR`,
      ),
    );
    const normalise = vi.spyOn(String.prototype, 'normalize');
    let bound = 0;
    for (const peer of [...peers, ...peers]) if (list.isBound(peer, 'structure-7.mssante.fr')) bound += 1;
    const normalised = normalise.mock.calls.length;
    normalise.mockRestore();
    return { bound, normalised };
  }

  it('is asked at the same cost as a small one: a DN is normalised once, then found by its key', () => {
    const [small, large] = [listOf(1_000), listOf(10_000)];
    expect(large.domainCount).toBe(10_000);
    const asked = work(large);
    expect(asked.bound).toBe(2);
    expect(asked.normalised).toBe(work(small).normalised);
    // Two for each of the five attributes of a DN never seen, none for one that was.
    expect(asked.normalised).toBe(400 * 5 * 2);
  });
});

const REAL = [process.env.SHARED_DATA, '../shared/data']
  .filter((folder) => folder !== undefined)
  .map((folder) => join(folder, 'listeblanche/domains-20250228.tsv'))
  .find((file) => existsSync(file));

describe.skipIf(!REAL)('the production list of 28 February 2025', () => {
  const lines = REAL ? readFileSync(REAL, 'utf8').trimEnd().split('\n').slice(1) : [];
  const rows = lines.map((line) => {
    const [domain = '', text = ''] = line.split('\t');
    return { domain, dn: text };
  });
  const list = indexListeBlanche(rows, AT);

  it('is read whole: every DN binds its domain', () => {
    expect(rows.length).toBe(6494);
    expect(list.domainCount).toBe(4944);
    const unread = rows.filter((row) => !parseDn(row.dn) || !list.isBound(dn(row.dn), row.domain));
    expect(unread).toEqual([]);
  });

  it('names no attribute that certificates do not have', () => {
    const types = new Set(
      rows.flatMap((row) => dn(row.dn).flatMap((names) => names.map(({ type }) => type))),
    );
    expect([...types].sort()).toEqual(['c', 'cn', 'l', 'o', 'ou', 'st']);
  });

  it('lists some operators under several writings of one DN', () => {
    const quoted =
      'CN=mss.hlrs-lamusse.net,OU=1270000912,O="HOPITAL LA\u00a0 MUSSE ST SEBASTIEN/MORSENT",ST=Eure (27),C=FR';
    const certificate =
      'CN=mss.hlrs-lamusse.net,OU=1270000912,O=HOPITAL LA MUSSE ST SEBASTIEN/MORSENT,ST=Eure (27),C=FR';
    expect(rows.some((row) => row.dn === quoted)).toBe(true);
    expect(list.hasDn(dn(certificate))).toBe(true);
  });
});
