import { dnKey } from './compare-dn.js';
import type { ListeBlancheRow } from './liste-blanche.js';
import { parseDn } from './parse-dn.js';

export type ListeBlancheChangeKind = 'domainAdded' | 'domainRemoved' | 'dnChanged';

/** What one version changed for one domain: the DNs that spoke for it, and those that speak for it now. */
export interface ListeBlancheChange {
  readonly kind: ListeBlancheChangeKind;
  readonly domain: string;
  readonly former: readonly string[];
  readonly present: readonly string[];
}

/**
 * What a version changed, by domain in alphabetical order. Another writing of the same DN is no change, nor is a row that is
 * repeated or moved.
 */
export function changesBetweenLists(
  former: Iterable<ListeBlancheRow>,
  present: Iterable<ListeBlancheRow>,
): readonly ListeBlancheChange[] {
  const [before, after] = [dnsByDomain(former), dnsByDomain(present)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((domain) => changeOf(domain, before.get(domain), after.get(domain)))
    .filter((change) => change !== null);
}

/** The texts of DNs by what they compare by. */
type Dns = Map<string, string>;

function dnsByDomain(rows: Iterable<ListeBlancheRow>): Map<string, Dns> {
  const byDomain = new Map<string, Dns>();
  for (const { domain, dn } of rows) {
    const name = domain.trim().toLowerCase();
    const dns = byDomain.get(name) ?? new Map<string, string>();
    byDomain.set(name, dns);
    if (dn !== '') dns.set(keyOf(dn), dn);
  }
  return byDomain;
}

function changeOf(domain: string, before?: Dns, after?: Dns): ListeBlancheChange | null {
  const lists = { domain, former: [...(before?.values() ?? [])], present: [...(after?.values() ?? [])] };
  if (!before) return { kind: 'domainAdded', ...lists };
  if (!after) return { kind: 'domainRemoved', ...lists };
  const isSame = before.size === after.size && [...before.keys()].every((key) => after.has(key));
  return isSame ? null : { kind: 'dnChanged', ...lists };
}

// A DN that cannot be read binds nobody: its text is all there is to compare.
function keyOf(text: string): string {
  const dn = parseDn(text);
  return dn ? dnKey(dn) : text;
}
