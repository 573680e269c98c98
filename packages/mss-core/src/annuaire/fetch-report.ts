import type { TenantId } from '../identifiers/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { ComplianceEvent } from '../traceability/index.js';
import type { DirectoryPublication, PublicationFault } from './directory-publication.js';
import { exchangeFault } from './exchange-faults.js';
import type { DomainReport, FeedReport, ReportAnomaly } from './feed-report.js';
import { reportFrom } from './feed-schedule.js';
import type { AwaitedFeed, FeedShelf, FeedState, TenantReport } from './feed-shelf.js';

/** What asking for reports needs. */
export interface ReportTools {
  readonly shelf: FeedShelf;
  /** By the certificate in force first, then by those that served before and are still at hand. */
  readonly directories: readonly DirectoryPublication[];
  tellOperator(act: ActContext, events: readonly ComplianceEvent[]): Promise<void>;
}

export type AskedReport = 'early' | 'reported' | 'again' | 'givenUp';

const FIRST_WAIT_MS = 10 * 60_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;
/** About four days of asking: the Annuaire keeps the last reports only, and the next feed has its own. */
const MOST_ASKED = 20;

/** Asks for what the Annuaire says of a feed, and keeps it with the BAL it is about. */
// EX_1.1.1_5030: after each feed, once its night is over.
export async function fetchReport(
  act: ActContext,
  tools: ReportTools,
  feed: AwaitedFeed,
): Promise<AskedReport> {
  if (act.at < reportFrom(feed.sentAt)) return 'early';
  // EX_1.1.1_5020: by the certificate of the deposit; any other is refused (WSMSS16), so that it is not even tried.
  const directory = tools.directories.find(({ fingerprint }) => fingerprint === feed.certificate);
  if (!directory)
    return giveUp(act, tools, feed, { kind: 'fault', code: 'WSMSS16', ...exchangeFault('WSMSS16', '') });
  const given = await directory.report(feed.ticket);
  if (given.kind === 'report') {
    await keep(act, tools.shelf, feed, given.report);
    return 'reported';
  }
  return afterFault(act, tools, feed, given);
}

function afterFault(
  act: ActContext,
  tools: ReportTools,
  feed: AwaitedFeed,
  fault: PublicationFault,
): Promise<AskedReport> {
  switch (fault.cure) {
    case 'sendAgain':
      return giveUp(act, tools, feed, fault, 'lost');
    case 'tellOperator':
      return giveUp(act, tools, feed, fault);
    case 'retryTonight':
    case 'retryLater':
    case 'renewToken':
      return feed.asked + 1 >= MOST_ASKED
        ? giveUp(act, tools, feed, fault)
        : askLater(act, tools, feed, fault);
  }
}

async function askLater(
  act: ActContext,
  { shelf, tellOperator }: ReportTools,
  feed: AwaitedFeed,
  fault: PublicationFault,
): Promise<AskedReport> {
  const waitMs = Math.min(FIRST_WAIT_MS * 2 ** feed.asked, LONGEST_WAIT_MS);
  await shelf.keepReportFault(act, feed, fault, { askAgainAt: new Date(act.at.getTime() + waitMs) });
  // That it is not ready yet is no news; the third time that something else stands in the way is.
  if (fault.code !== 'WSMSS17' && feed.asked === 2)
    await tellOperator(act, [reportEvent('publication.reportOverdue', 'warning', feed, fault)]);
  return 'again';
}

async function giveUp(
  act: ActContext,
  { shelf, tellOperator }: ReportTools,
  feed: AwaitedFeed,
  fault: PublicationFault,
  state: FeedState = 'unreported',
): Promise<AskedReport> {
  await shelf.keepReportFault(act, feed, fault, { state });
  await tellOperator(act, [reportEvent('publication.unreported', 'critical', feed, fault)]);
  return 'givenUp';
}

function reportEvent(
  kind: 'publication.reportOverdue' | 'publication.unreported',
  severity: ComplianceEvent['severity'],
  { id, domain }: AwaitedFeed,
  { code, sentence }: PublicationFault,
): ComplianceEvent {
  const facts = { publicationId: id, domain, code, reason: sentence.fr, reasonEn: sentence.en };
  return { kind, severity, facts };
}

async function keep(act: ActContext, shelf: FeedShelf, feed: AwaitedFeed, report: FeedReport): Promise<void> {
  const said = report.domains.find(({ domain }) => domain === feed.domain);
  const own = said ?? NOTHING_SAID;
  const [tenants, owners] = await Promise.all([shelf.tenantsOf(feed.domain), shelf.owners(act, feed.domain)]);
  const ofTenant = (anomaly: ReportAnomaly) =>
    anomaly.address === null ? null : (owners.get(anomaly.address)?.tenantId ?? null);
  await shelf.keepReport(act, feed, {
    counts: own.counts,
    byTenant: tenants.map((tenantId) => reportTo(tenantId, own.anomalies, ofTenant)),
    // EX_GBM_6020: the report of a feed that declared nothing says that nothing was read, and all the rest is deleted.
    isEmptied: feed.isEmptying && said !== undefined && own.counts.read === 0,
  });
}

/** A structure is told what is said of its own BAL, and of the domain as a whole. */
function reportTo(
  tenantId: TenantId,
  anomalies: readonly ReportAnomaly[],
  ofTenant: (anomaly: ReportAnomaly) => TenantId | null,
): TenantReport {
  const told = anomalies.filter((anomaly) => anomaly.address === null || ofTenant(anomaly) === tenantId);
  return { tenantId, anomalies: told };
}

/** The Annuaire says nothing of a domain of which it received nothing. */
const NOTHING_SAID: DomainReport = {
  ...{ domain: '', anomalies: [] },
  counts: { read: 0, different: 0, created: 0, changed: 0, removed: 0, blocked: 0, warned: 0 },
};
