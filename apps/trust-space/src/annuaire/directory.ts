import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredBal, DomainFeed } from './feed-envelope.js';
import { type Anomaly, controlRecord, type NightWorld } from './night-controls.js';
import { type DomainNight, type WrittenReport, writeReport } from './report.js';
import { SoapFault } from './soap-fault.js';

export interface ReceivedFeed {
  readonly ticket: string;
  readonly dn: string;
  readonly at: string;
  readonly domains: readonly string[];
  readonly bals: readonly DeclaredBal[];
  /** The SOAP message as it came. */
  readonly envelope: string;
  processed: boolean;
  /** What the night made of it; null before, and once many others came. */
  report: WrittenReport | null;
}

interface Kept {
  readonly feeds: ReceivedFeed[];
  published: Record<string, DeclaredBal>;
}

/** What the night asks of the world: who exists, and which domains are listed for whom. */
export interface NightSources extends Pick<NightWorld, 'people' | 'structures'> {
  binds(dn: string, domain: string): boolean;
}

/** §6.4.2.5: only the last reports are kept. */
const MOST_REPORTS = 20;

/** The Annuaire's store: feeds in their order of arrival, and what their treatment has published. Kept on disk. */
export class Directory {
  private readonly file: string;
  private readonly kept: Kept;

  constructor(
    folder: string,
    private readonly sources: NightSources,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.file = join(folder, 'annuaire-v2.json');
    this.kept = existsSync(this.file)
      ? JSON.parse(readFileSync(this.file, 'utf8'))
      : { feeds: [], published: {} };
  }

  /** Puts a feed aside for the treatment and returns its ticket. */
  receive(feed: readonly DomainFeed[], dn: string, envelope: string): string {
    const ticket = randomUUID();
    const [domains, bals] = [feed.map(({ domain }) => domain), feed.flatMap((each) => each.bals)];
    const at = new Date().toISOString();
    this.kept.feeds.push({ ...{ ticket, dn, at, domains, bals, envelope }, processed: false, report: null });
    this.save();
    return ticket;
  }

  /** The nightly treatment, now: each feed replaces the mailboxes of its domains, save for what it rejects (§6.4.2.4). */
  process(): number {
    const waiting = this.kept.feeds.filter((feed) => !feed.processed);
    for (const feed of waiting) {
      const night = feed.domains.map((domain) => this.treat(feed, domain));
      feed.processed = true;
      feed.report = writeReport(feed.ticket, night, new Date());
    }
    for (const old of this.kept.feeds.slice(0, -MOST_REPORTS)) old.report = null;
    this.save();
    return waiting.length;
  }

  /** @throws SoapFault */
  reportOf(ticket: string, dn: string): WrittenReport {
    const feed = this.kept.feeds.find((each) => each.ticket === ticket);
    if (!feed) throw new SoapFault('WSMSS23');
    if (feed.dn !== dn) throw new SoapFault('WSMSS16');
    if (!feed.processed) throw new SoapFault('WSMSS17');
    if (feed.report === null) throw new SoapFault('WSMSS25');
    return feed.report;
  }

  get feeds(): readonly ReceivedFeed[] {
    return this.kept.feeds;
  }

  /** What anybody may see: mailboxes on the red list are not published. */
  get published(): readonly DeclaredBal[] {
    return Object.values(this.kept.published).filter(({ attributes }) => attributes.ListeRouge !== 'O');
  }

  /** Those on the liste rouge too. */
  get everything(): readonly DeclaredBal[] {
    return Object.values(this.kept.published);
  }

  /** Mailboxes of other operators, as if they had been fed. */
  publish(bals: readonly DeclaredBal[]): void {
    this.change(new Map(bals.map((bal) => [bal.address, bal])));
  }

  /** Takes each address as it is told, or forgets it when it is null: the feeding by FHIR. */
  change(changes: ReadonlyMap<string, DeclaredBal | null>): void {
    for (const [address, bal] of changes) {
      if (bal) this.kept.published[address] = bal;
      else delete this.kept.published[address];
    }
    this.save();
  }

  /** Of the controls of a night, those that one mailbox alone would not pass. */
  objections(bal: DeclaredBal): readonly Anomaly[] {
    const { people, structures } = this.sources;
    const domain = bal.address.slice(bal.address.lastIndexOf('@') + 1);
    const night = { domain, people, structures, isListed: true, timesDeclared: () => 1 };
    return controlRecord(bal, night).filter(({ severity }) => severity === 'Bloquante');
  }

  private treat({ dn, bals }: ReceivedFeed, domain: string): DomainNight {
    const { people, structures, binds } = this.sources;
    const own = bals.filter(({ address }) => isIn(address, domain));
    const night: NightWorld = {
      ...{ domain, people, structures, isListed: binds(dn, domain) },
      timesDeclared: (address) => own.filter((each) => each.address === address).length,
    };
    const records = own.map((bal) => ({ bal, anomalies: controlRecord(bal, night) }));
    const accepted = records.filter(({ anomalies }) =>
      anomalies.every(({ severity }) => severity === 'Warning'),
    );
    const before = Object.entries(this.kept.published).filter(([address]) => isIn(address, domain));
    const others = Object.entries(this.kept.published).filter(([address]) => !isIn(address, domain));
    const after = new Map(accepted.map(({ bal }) => [bal.address, bal]));
    this.kept.published = Object.fromEntries([...others, ...after]);
    const known = new Map(before.map(([address, bal]) => [address, JSON.stringify(bal)]));
    return {
      ...{ domain, records, read: own.length },
      created: [...after.keys()].filter((address) => !known.has(address)).length,
      changed: [...after].filter(
        ([address, bal]) => known.has(address) && known.get(address) !== JSON.stringify(bal),
      ).length,
      removed: before.filter(([address]) => !after.has(address)).length,
    };
  }

  private save(): void {
    writeFileSync(this.file, JSON.stringify(this.kept), { mode: 0o600 });
  }
}

function isIn(address: string, domain: string): boolean {
  return address.slice(address.lastIndexOf('@') + 1) === domain;
}
