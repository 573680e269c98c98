import type { FeedReport } from './feed-report.js';

/** A mailbox as the FHIR service took it last, and by which resource it is borne. */
export interface FedMailbox {
  readonly address: string;
  readonly bearerType: 'Practitioner' | 'PractitionerRole' | 'Organization';
  /** Its business identifier, as a token. */
  readonly bearer: string;
  readonly print: string;
}

/**
 * What feeding by PATCH must keep in mind: the service shows neither who answers for a mailbox nor those on the liste rouge, so that what it
 * holds cannot be read from it.
 */
export interface FhirFeedMemory {
  /** By address. */
  fed(domain: string): Promise<ReadonlyMap<string, FedMailbox>>;
  keep(domain: string, mailbox: FedMailbox): Promise<void>;
  forget(domain: string, address: string): Promise<void>;
  /** For some weeks. */
  keepReport(report: FeedReport): Promise<void>;
  report(ticket: string): Promise<FeedReport | null>;
}
