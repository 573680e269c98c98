import {
  type DeclaredDomain,
  type DirectoryPublication,
  exchangeFault,
  type FeedReport,
  type GivenFeed,
  type GivenReport,
  type PublicationFault,
  type ReportAnomaly,
  type ReportCounts,
} from '@cachet/mss-core';

const NO_COUNTS: ReportCounts = {
  ...{ read: 0, different: 0, created: 0, changed: 0, removed: 0, blocked: 0, warned: 0 },
};

/** An Annuaire in memory: what it was sent, and what it answers when it is told to. */
export class FakeDirectory implements DirectoryPublication {
  readonly adapter = 'soap';
  readonly sent: (readonly DeclaredDomain[])[] = [];
  readonly asked: string[] = [];
  /** Answered once each, before it is itself again. */
  readonly faults: PublicationFault[] = [];
  anomalies: readonly ReportAnomaly[] = [];
  /** What its reports count, beside the BAL they read. */
  counts: Partial<ReportCounts> = {};
  /** Runs once a feed was taken and before anybody is told. */
  beforeAnswer: () => Promise<void> = async () => undefined;

  constructor(readonly fingerprint: string = 'f1') {}

  async send(feeds: readonly DeclaredDomain[]): Promise<GivenFeed> {
    const fault = this.faults.shift();
    if (fault) return fault;
    this.sent.push(feeds);
    await this.beforeAnswer();
    return { kind: 'ticket', ticket: `ticket-${this.sent.length}` };
  }

  async report(ticket: string): Promise<GivenReport> {
    this.asked.push(ticket);
    const fault = this.faults.shift();
    return fault ?? { kind: 'report', report: this.#reportOf(ticket) };
  }

  /** Addresses that the last feed declared. */
  get declared(): readonly string[] {
    return (this.sent.at(-1) ?? []).flatMap(({ entries }) =>
      entries.map(({ declaration }) => declaration.adresseBal),
    );
  }

  #reportOf(ticket: string): FeedReport {
    const feeds = this.sent[Number(ticket.split('-')[1]) - 1] ?? [];
    return {
      ticket,
      domains: feeds.map(({ domain, entries }) => ({
        ...{ domain, counts: { ...NO_COUNTS, ...this.counts, read: entries.length } },
        anomalies: this.anomalies.filter(({ address }) => !address || address.endsWith(`@${domain}`)),
      })),
    };
  }
}

export function faultOf(code: string): PublicationFault {
  return { kind: 'fault', code, ...exchangeFault(code, 'motif') };
}

export function anomalyOf(code: string, address: string, change: Partial<ReportAnomaly> = {}): ReportAnomaly {
  return {
    ...{ code, address, motive: `motif ${code}`, severity: 'blocking', knownName: null },
    knownIdentity: null,
    ...change,
  };
}
