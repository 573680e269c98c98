import type { TenantId } from '../identifiers/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { FeedFingerprints } from './build-feed.js';
import type { FeedChanges } from './compare-feeds.js';
import type { OwnBal } from './declare-bal.js';
import type { PublicationAdapter, PublicationFault } from './directory-publication.js';
import type { ReportAnomaly, ReportCounts } from './feed-report.js';

/** Where a feed stands. */
export type FeedState =
  /** It forgets so much that a person must say yes first. */
  | 'held'
  /** About to be sent, or sent again until the Annuaire takes it. */
  | 'sending'
  /** The Annuaire gave its ticket: the report is awaited. */
  | 'sent'
  | 'reported'
  /** Refused in a way that nothing we do by ourselves cures. */
  | 'refused'
  /** The night came before the Annuaire took it. */
  | 'missed'
  /** Its report cannot be had any more. */
  | 'unreported'
  /** The Annuaire lost it: the whole is sent again the next evening. */
  | 'lost';

/** A domain that structures of the installation hold. */
export interface HeldDomain {
  readonly domain: string;
  readonly tenants: readonly TenantId[];
  /** Being withdrawn: it is emptied at the Annuaire. */
  // EX_GBM_6020
  readonly isWithdrawn: boolean;
}

/** Some of our BAL, and whose they are. */
export interface BalsOfTenant {
  readonly tenantId: TenantId;
  readonly bals: readonly OwnBal[];
}

/** What the Annuaire was told last of one domain. */
export interface LastFeed {
  /** When the last feed left that the Annuaire took and did not lose. */
  readonly sentAt: Date | null;
  readonly prints: FeedFingerprints;
  /** Whose each address is. */
  readonly owners: Map<string, OwnerOfAddress>;
}

export interface OwnerOfAddress {
  readonly tenantId: TenantId;
  readonly balId: string;
}

/** A domain’s feed that waits for a yes, or had it. */
export interface HeldFeed {
  readonly id: string;
  readonly isApproved: boolean;
  /** Addresses whose removal was shown to whoever says yes. */
  readonly removed: ReadonlySet<string>;
}

/** What one structure has in a feed. */
export interface FeedShare {
  readonly tenantId: TenantId;
  readonly declared: number;
  readonly onListeRouge: number;
  readonly blocked: number;
  readonly warned: number;
  readonly keptBack: number;
  readonly leftOut: number;
}

/** A feed that was built, to be kept before and after it is sent. */
export interface BuiltFeed {
  readonly domain: string;
  /** When the Annuaire will treat it. */
  readonly night: Date;
  readonly isEmptying: boolean;
  readonly prints: FeedFingerprints;
  readonly changes: FeedChanges;
  readonly shares: readonly FeedShare[];
  /** Whose each address is, those it removes included. */
  readonly owners: ReadonlyMap<string, OwnerOfAddress>;
}

/** A feed that this process alone may send now. */
export interface ClaimedFeed {
  readonly id: string;
  readonly holder: string;
}

/** A feed whose report is to be asked for. */
export interface AwaitedFeed {
  readonly id: string;
  readonly domain: string;
  readonly ticket: string;
  readonly certificate: string;
  readonly sentAt: Date;
  /** How often it was asked for in vain. */
  readonly asked: number;
  readonly isEmptying: boolean;
}

/** What a report says of the BAL of one structure. */
export interface TenantReport {
  readonly tenantId: TenantId;
  readonly anomalies: readonly ReportAnomaly[];
}

export interface ReadReport {
  readonly counts: ReportCounts;
  readonly byTenant: readonly TenantReport[];
  /** The domain is empty at the Annuaire: it may be withdrawn. */
  readonly isEmptied: boolean;
}

/**
 * What is kept of feeds, over all structures: the intent before one is sent, its ticket in the transaction that follows, its report. What
 * concerns one structure lies behind its wall, what concerns the feed beside it.
 */
export interface FeedShelf {
  domains(): Promise<readonly HeldDomain[]>;
  /** The BAL with an address on that domain, page after page, each of one structure. */
  bals(act: ActContext, domain: HeldDomain): AsyncIterable<BalsOfTenant>;
  /** When the last feed of that domain left that the Annuaire took and did not lose. */
  sentAt(domain: string): Promise<Date | null>;
  last(act: ActContext, domain: HeldDomain): Promise<LastFeed>;
  held(act: ActContext, domain: HeldDomain): Promise<HeldFeed | null>;
  /**
   * Sets it aside for a person’s yes. The one that was held already is replaced: it keeps its id when it removes the same, so that a yes is to
   * the removals that were shown and to no other. True when none waited.
   */
  hold(act: ActContext, feed: BuiltFeed, before: HeldFeed | null): Promise<boolean>;
  /** Nothing is to be held any more: the one that waits is taken away, and one that had its yes when nothing is removed at all. */
  release(act: ActContext, domain: HeldDomain, which: 'unanswered' | 'all'): Promise<void>;
  /**
   * Writes that it is about to be sent, and takes it for this process. Null when another process has it, or when it was sent, refused or missed
   * that night.
   */
  claim(act: ActContext, feed: BuiltFeed, sender: FeedSender): Promise<ClaimedFeed | null>;
  /** The Annuaire took it: the ticket, what it said and how it differs from the one before, in one transaction. */
  keepTicket(act: ActContext, claimed: ClaimedFeed, feed: BuiltFeed, ticket: string): Promise<void>;
  /** It was not taken; `state` says what becomes of it. */
  keepFault(act: ActContext, claimed: ClaimedFeed, fault: PublicationFault, state: FeedState): Promise<void>;
  /** Those still to be sent for nights that passed, which they miss from now on. */
  miss(at: Date): Promise<readonly { readonly id: string; readonly domain: string }[]>;
  /** Feeds without report, whose report may be asked for by then. */
  awaited(at: Date): Promise<readonly AwaitedFeed[]>;
  /** Asked in vain: again at that moment, or never when null. */
  keepReportFault(
    act: ActContext,
    feed: AwaitedFeed,
    fault: PublicationFault,
    next: { readonly askAgainAt: Date } | { readonly state: FeedState },
  ): Promise<void>;
  /** Whose the addresses of a domain are, as they were declared last. */
  owners(act: ActContext, domain: string): Promise<ReadonlyMap<string, OwnerOfAddress>>;
  /** Structures of that domain. */
  tenantsOf(domain: string): Promise<readonly TenantId[]>;
  keepReport(act: ActContext, feed: AwaitedFeed, report: ReadReport): Promise<void>;
}

/** By whom and with which certificate a feed is sent. */
export interface FeedSender {
  readonly adapter: PublicationAdapter;
  readonly certificate: string;
}
