import { dnKey } from './compare-dn.js';
import type { ListeBlanche, ListeBlancheRow } from './liste-blanche.js';
import { parseDn } from './parse-dn.js';

/**
 * Indexes verified rows. A row whose DN cannot be read still makes its domain known (mail to it is inside the trust space), and binds
 * no certificate.
 */
export function indexListeBlanche(rows: Iterable<ListeBlancheRow>, generatedAt: Date): ListeBlanche {
  // EX_LBL_5010: one DN may serve several domains and one domain several DNs; rows repeat the domain for each.
  const keysOfDomain = new Map<string, Set<string>>();
  const textsOfDomain = new Map<string, string[]>();
  const keys = new Map<string, string | null>();
  for (const row of rows) {
    const domain = canonicalDomain(row.domain);
    const bound = keysOfDomain.get(domain) ?? new Set<string>();
    keysOfDomain.set(domain, bound);
    const key = keys.has(row.dn) ? keys.get(row.dn) : keyOfText(row.dn);
    keys.set(row.dn, key ?? null);
    if (key) bound.add(key);
    const texts = textsOfDomain.get(domain) ?? [];
    textsOfDomain.set(domain, texts);
    if (row.dn !== '' && !texts.includes(row.dn)) texts.push(row.dn);
  }
  const listed = new Set(keys.values());
  return {
    generatedAt,
    domainCount: keysOfDomain.size,
    hasDomain: (domain) => keysOfDomain.has(canonicalDomain(domain)),
    hasDn: (dn) => listed.has(dnKey(dn)),
    isBound: (dn, domain) => keysOfDomain.get(canonicalDomain(domain))?.has(dnKey(dn)) ?? false,
    dnsOf: (domain) => textsOfDomain.get(canonicalDomain(domain)) ?? [],
  };
}

function keyOfText(text: string): string | null {
  const dn = parseDn(text);
  return dn && dnKey(dn);
}

function canonicalDomain(domain: string): string {
  return domain.trim().toLowerCase();
}
