import type { Sentence } from '../identifiers/index.js';
import type { Feed } from './build-feed.js';
import type { FaultCure } from './exchange-faults.js';
import type { FeedReport } from './feed-report.js';

/** What is given to the national directory of one domain. */
export type DeclaredDomain = Pick<Feed, 'domain' | 'entries'>;

/** An exchange that did not do what it was for: the directory’s own « no », nothing that came, or something that is not believed. */
export interface PublicationFault {
  readonly kind: 'fault';
  /** `WSMSS06`, `unreachable`, `notSoap`… */
  readonly code: string;
  readonly cure: FaultCure;
  readonly sentence: Sentence;
}

export type GivenFeed = { readonly kind: 'ticket'; readonly ticket: string } | PublicationFault;
export type GivenReport = { readonly kind: 'report'; readonly report: FeedReport } | PublicationFault;

/**
 * The national directory, as far as our BAL are published in it. What it answers is a value whatever goes wrong: whoever publishes decides
 * by the cure, and not by the way in which it is spoken to.
 */
export interface DirectoryPublication {
  readonly adapter: PublicationAdapter;
  /** SHA-256 of the certificate that speaks: kept beside a ticket, whose report is given to no other. */
  // EX_1.1.1_5020
  readonly fingerprint: string;
  /** Each feed cancels and replaces what is published of its domain; sent twice, it says the same. */
  send(feeds: readonly DeclaredDomain[]): Promise<GivenFeed>;
  report(ticket: string): Promise<GivenReport>;
}

export type PublicationAdapter = 'soap' | 'fhir';
