import type { FedMailbox, FeedReport, FhirFeedMemory } from '@cachet/mss-core';
import type { Database } from '../database.js';

const REPORTS_KEPT_MS = 30 * 24 * 3_600_000;

/** Each call is a transaction of its own: what the service took is kept before the next is told to it. */
export class PgFhirFeedMemory implements FhirFeedMemory {
  constructor(
    private readonly database: Pick<Database, 'shared'>,
    private readonly now: () => Date,
  ) {}

  async fed(domain: string): Promise<ReadonlyMap<string, FedMailbox>> {
    const rows = await this.ask<FedMailbox>(
      'select address, bearer_type as "bearerType", bearer, print from fhir_fed_mailbox where domain = $1',
      [domain],
    );
    return new Map(rows.map((row) => [row.address, row]));
  }

  async keep(domain: string, { address, bearerType, bearer, print }: FedMailbox): Promise<void> {
    await this.ask(
      `insert into fhir_fed_mailbox (domain, address, bearer_type, bearer, print) values ($1, $2, $3, $4, $5)
       on conflict (domain, address) do update
       set bearer_type = excluded.bearer_type, bearer = excluded.bearer, print = excluded.print`,
      [domain, address, bearerType, bearer, print],
    );
  }

  async forget(domain: string, address: string): Promise<void> {
    await this.ask('delete from fhir_fed_mailbox where domain = $1 and address = $2', [domain, address]);
  }

  async keepReport(report: FeedReport): Promise<void> {
    const at = this.now();
    await this.ask('delete from fhir_feed_report where at < $1', [new Date(at.getTime() - REPORTS_KEPT_MS)]);
    await this.ask('insert into fhir_feed_report (ticket, at, report) values ($1, $2, $3)', [
      ...[report.ticket, at, JSON.stringify(report)],
    ]);
  }

  async report(ticket: string): Promise<FeedReport | null> {
    const [row] = await this.ask<{ report: FeedReport }>(
      'select report from fhir_feed_report where ticket = $1',
      [ticket],
    );
    return row?.report ?? null;
  }

  private ask<T>(text: string, values: readonly unknown[]): Promise<readonly T[]> {
    return this.database.shared((sql) => sql.query<T>(text, [...values]));
  }
}
