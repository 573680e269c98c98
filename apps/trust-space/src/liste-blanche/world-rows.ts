import { readFileSync } from 'node:fs';
import type { IdentityName } from '../pki/identities.js';
import type { Identity } from '../pki/identity-store.js';
import type { World } from '../world/world.js';
import { type DomainRow, domainRow } from './domain-row.js';

const WORLD_DATE = '2026-01-05T08:00:00Z';

/**
 * Domains the peer serves beside its own: a DN with several domains, the Health directorate's, from which everybody
 * accepts mail, and a domain outside mssante.fr that the space also holds (Référentiel §6.7.1).
 */
export const OTHER_PEER_DOMAINS = [
  'cabinet-pair.mssante.fr',
  'dgs.mssante.fr',
  'interop-mssante.apicrypt.org',
] as const;

/** The rows of the sandbox's own world. */
export function worldRows(
  world: World,
  identities: Readonly<Record<IdentityName, Pick<Identity, 'dn'>>>,
): DomainRow[] {
  const row = (domain: string, of: IdentityName) => domainRow(domain, identities[of].dn, WORLD_DATE);
  return [
    ...world.operator.domains.map((domain) => row(domain, 'operator')),
    // A domain may have several DNs. The revoked and the lapsed ones are listed, so that only their state differs.
    row(world.peer.domain, 'peer'),
    row(world.peer.domain, 'peerRevoked'),
    row(world.peer.domain, 'peerExpired'),
    ...OTHER_PEER_DOMAINS.map((domain) => row(domain, 'peer')),
  ];
}

/** Rows of a real list kept as tab-separated text: name, DN, date; its first line is a header. */
export function rowsOfRealList(file: string): DomainRow[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .flatMap(([name, dn, updatedAt]) =>
      name && dn && updatedAt ? [domainRow(name, dn, updatedAt.trim())] : [],
    );
}
