import type { Answer } from 'dns-packet';
import { OTHER_PEER_DOMAINS } from '../liste-blanche/world-rows.js';
import type { World } from '../world/world.js';

const TTL = 60;
const NAME_SERVER = 'ns.espacedeconfiance.test';
const ADDRESS = '127.0.0.1';
const SRV_WEIGHT = 100;

/** The records of every domain of the sandbox, by lower-case name. A known name without the type asked is not an error. */
export class Zones {
  private readonly byName = new Map<string, Answer[]>();
  private readonly domains = new Set<string>();

  constructor(world: World) {
    const { operator, peer } = world;
    for (const domain of operator.domains) {
      this.addDomain(domain, operator.hostname);
      this.addEntryPoints(domain, operator);
      this.addHelps(domain, operator.portal);
    }
    for (const domain of [peer.domain, ...OTHER_PEER_DOMAINS]) this.addDomain(domain, peer.hostname);
    const ours = [operator.hostname, ...Object.values(operator.fronts), operator.portal];
    for (const host of [...ours, peer.hostname, NAME_SERVER]) this.addHost(host);
  }

  /** Null when the name does not exist. */
  find(name: string): readonly Answer[] | null {
    return this.byName.get(name.toLowerCase()) ?? null;
  }

  /** The SOA to show beside an empty answer: of the domain the name is under, or else of the root. */
  authority(name: string): Answer {
    const labels = name.toLowerCase().split('.');
    const parents = labels.map((_, depth) => labels.slice(depth).join('.'));
    return soa(parents.find((parent) => this.domains.has(parent)) ?? '.');
  }

  private addDomain(domain: string, exchange: string): void {
    this.domains.add(domain.toLowerCase());
    this.add(
      soa(domain),
      { name: domain, type: 'NS', ttl: TTL, data: NAME_SERVER },
      { name: domain, type: 'A', ttl: TTL, data: ADDRESS },
      { name: domain, type: 'MX', ttl: TTL, data: { preference: 10, exchange } },
    );
  }

  // Référentiel §6.8.3: priority 10 for personal and organisational mailboxes, 20 for applicative ones, one weight for all four.
  private addEntryPoints(domain: string, { fronts, ports }: World['operator']): void {
    const srv = (service: string, priority: number, port: number, target: string): Answer => ({
      name: `${service}._tcp.${domain}`,
      type: 'SRV',
      ttl: TTL,
      data: { priority, weight: SRV_WEIGHT, port, target },
    });
    this.add(
      srv('_submission', 10, ports.submissionPsc, fronts.psc),
      srv('_submission', 20, ports.submissionAuthcli, fronts.authcli),
      srv('_imap', 10, ports.imapPsc, fronts.psc),
      srv('_imap', 20, ports.imapAuthcli, fronts.authcli),
    );
    // RFC 8020: the name between is there too, without records.
    this.byName.set(`_tcp.${domain}`, []);
  }

  /** What mail programs and outsiders look for besides. */
  private addHelps(domain: string, portal: string): void {
    const text = (name: string, data: string): Answer => ({ name, type: 'TXT', ttl: TTL, data });
    this.add(
      { name: `autoconfig.${domain}`, type: 'CNAME', ttl: TTL, data: portal },
      text(domain, 'v=spf1 mx -all'),
      text(`_dmarc.${domain}`, 'v=DMARC1; p=quarantine'),
    );
  }

  private addHost(name: string): void {
    this.add({ name, type: 'A', ttl: TTL, data: ADDRESS });
  }

  private add(...records: Answer[]): void {
    for (const record of records) {
      const name = record.name.toLowerCase();
      this.byName.set(name, [...(this.byName.get(name) ?? []), record]);
    }
  }
}

function soa(name: string): Answer {
  return {
    name,
    type: 'SOA',
    ttl: TTL,
    data: {
      mname: NAME_SERVER,
      rname: `hostmaster.${NAME_SERVER}`,
      serial: 2026010501,
      refresh: 3600,
      retry: 600,
      expire: 86_400,
      minimum: TTL,
    },
  };
}
