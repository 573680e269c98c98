import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { organisationDn, toName } from '../pki/distinguished-name.js';
import { KeyFile } from '../pki/key-file.js';
import { x509 } from '../pki/x509.js';
import { domainRow } from './domain-row.js';
import { Publication } from './publication.js';

type Signer = ConstructorParameters<typeof Publication>[2]['usual'];

const DN = 'CN=mx.essai.fr,OU=1019999901,O=C.H. "L\'ESSAI" & <FILS>,ST=Rhône (69),C=FR';
const rows = [
  domainRow('a.mssante.fr', DN, '2026-01-05T08:00:00Z'),
  domainRow('a.mssante.fr', DN.replace('mx.', 'mx2.'), '2026-01-05T08:00:00Z'),
  domainRow('b.mssante.fr', DN, '2026-01-05T08:00:00Z'),
];

describe('the published liste blanche', () => {
  let usual: Signer;
  let other: Signer;
  const folder = () => mkdtempSync(join(tmpdir(), 'liste-'));
  const publication = (at = folder()) => new Publication(at, rows, { usual, other });
  beforeAll(async () => {
    [usual, other] = await Promise.all([signer('attendu'), signer('autre')]);
  });

  it('bears an enveloped signature that an independent verifier accepts', () => {
    expect(verifies(publication().current(), usual)).toBe(true);
  });

  it('is laid out as the real one: six children by row, the signature last, DNs word for word', () => {
    const root = parsed(publication().current()).documentElement;
    const domains = [...(root?.getElementsByTagName('Domaine') ?? [])];
    expect(root?.lastChild?.nodeName).toBe('Signature');
    expect(domains.map((d) => d.getElementsByTagName('Nom')[0]?.textContent)).toEqual([
      'a.mssante.fr',
      'a.mssante.fr',
      'b.mssante.fr',
    ]);
    for (const domain of domains)
      expect([...domain.childNodes].filter((n) => n.nodeType === 1).map((n) => n.nodeName)).toEqual([
        'Nom',
        'Description',
        'DNCertificatOperateur',
        'ResponsableContact',
        'SupportContact',
        'DateMAJ',
      ]);
    expect(domains[0]?.getElementsByTagName('DNCertificatOperateur')[0]?.textContent).toBe(DN);
  });

  it('binds a domain to several DNs and a DN to several domains', () => {
    const list = publication();
    expect(list.binds(DN, 'A.mssante.fr')).toBe(true);
    expect(list.binds(DN.replace('mx.', 'mx2.'), 'a.mssante.fr')).toBe(true);
    expect(list.domainsOf(DN)).toEqual(['a.mssante.fr', 'b.mssante.fr']);
    expect(list.binds(DN.replace('mx.', 'mx2.'), 'b.mssante.fr')).toBe(false);
  });

  it('can be well signed and still be refused, wait, or tell of changes', () => {
    const list = publication();
    const names = () => {
      expect(verifies(list.current(), usual)).toBe(true);
      return [...parsed(list.current()).getElementsByTagName('Nom')].map((name) => name.textContent);
    };
    list.publish('shrunk');
    expect(names()).toEqual(['a.mssante.fr']);
    list.publish('empty');
    expect(names()).toEqual([]);
    list.publish('future');
    expect(names()).toHaveLength(3);
    list.publish('changed');
    expect(names()).toEqual(['a.mssante.fr', 'a.mssante.fr', 'b.mssante.fr', 'nouveau-venu.mssante.fr']);
    expect(String(list.current())).toContain('CN=mss-renouvele.exemple.fr');
  });

  it('can be spoilt in each of the ways the real one has been', () => {
    const list = publication();
    list.publish('unsigned');
    expect(String(list.current())).not.toContain('<Signature');
    list.publish('tampered');
    expect(verifies(list.current(), usual)).toBe(false);
    list.publish('otherSigner');
    expect([verifies(list.current(), usual), verifies(list.current(), other)]).toEqual([false, true]);
    list.publish('truncated');
    expect(() => parsed(list.current())).toThrow();
    list.publish('unavailable');
    expect(list.current()).toBeNull();
  });

  it('can be a sound list older than the one before it', () => {
    const list = publication();
    const before = generatedAt(list.current());
    list.publish('older');
    expect(verifies(list.current(), usual)).toBe(true);
    expect(generatedAt(list.current()) < before).toBe(true);
  });

  it('dates each generation after the one before, even within one second', () => {
    const list = publication();
    const before = generatedAt(list.current());
    list.publish('valid');
    expect(generatedAt(list.current()) > before).toBe(true);
  });

  it('publishes any bytes from a file', () => {
    const path = join(folder(), 'n-importe-quoi.xml');
    writeFileSync(path, '<pas-une-liste/>');
    const list = publication();
    list.publishFile(path);
    expect(String(list.current())).toBe('<pas-une-liste/>');
  });

  it('comes back unchanged at a later start, and is generated again after a day', () => {
    const at = folder();
    const first = publication(at).current();
    const second = publication(at);
    expect(second.current()?.equals(first ?? Buffer.alloc(0))).toBe(true);
    vi.useFakeTimers({ now: Date.now() + 25 * 3_600_000 });
    expect(generatedAt(second.current()) > generatedAt(first)).toBe(true);
    vi.useRealTimers();
  });

  it('signs a list of the national size without the many seconds that parsing it would take', () => {
    const many = Array.from({ length: 9000 }, (_, i) =>
      domainRow(`d${i}.mssante.fr`, DN, '2026-01-05T08:00:00Z'),
    );
    const before = performance.now();
    const list = new Publication(folder(), many, { usual, other });
    expect(list.current()?.length).toBeGreaterThan(4_000_000);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

async function signer(cn: string): Promise<Signer> {
  const key = await KeyFile.open(join(mkdtempSync(join(tmpdir(), 'signer-')), 'key'));
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: toName(organisationDn({ cn, ou: '330000000000999', o: 'ESSAI', st: 'Paris (75)' })).toJSON(),
    signingAlgorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    keys: { privateKey: key.signingKey(), publicKey: key.verifyingKey() },
  });
  return {
    name: 'listeBlancheSigner',
    certFile: '',
    keyFile: key.path,
    dn: '',
    cert: certificate.toString('pem'),
    key: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function verifies(list: Buffer | null, by: Signer): boolean {
  const xml = String(list);
  const signature = /<Signature.*<\/Signature>/s.exec(xml)?.[0];
  if (!signature) return false;
  const verifier = new SignedXml({ publicCert: by.cert, getCertFromKeyInfo: () => null });
  verifier.loadSignature(signature);
  try {
    return verifier.checkSignature(xml);
  } catch {
    return false;
  }
}

function parsed(list: Buffer | null) {
  return new DOMParser({
    onError: (level, message) => {
      if (level !== 'warning') throw new Error(message);
    },
  }).parseFromString(String(list), 'text/xml');
}

function generatedAt(list: Buffer | null): string {
  return /<DateDeGeneration>([^<]+)</.exec(String(list))?.[1] ?? '';
}
