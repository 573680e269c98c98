import type { TenantId } from '../identifiers/index.js';
import type { ActContext } from '../tenancy/index.js';
import type { ComplianceEvent } from '../traceability/index.js';
import {
  type DeclaredBatch,
  emptyFeed,
  type Feed,
  type FeedEntry,
  FeedInMaking,
  type FeedWorld,
  fingerprintsOf,
} from './build-feed.js';
import { compareFeeds, isChange, losesMuch } from './compare-feeds.js';
import type { DirectoryPublication, GivenFeed, PublicationFault } from './directory-publication.js';
import { feedStep, nextTreatment } from './feed-schedule.js';
import type {
  BuiltFeed,
  ClaimedFeed,
  FeedShare,
  FeedShelf,
  HeldDomain,
  LastFeed,
  OwnerOfAddress,
} from './feed-shelf.js';

/** What publishing needs. */
export interface PublicationTools {
  readonly shelf: FeedShelf;
  readonly directory: DirectoryPublication;
  /** What the controls look at: the list in force and what is known of the Annuaire’s contents. */
  world(act: ActContext, domain: string, batch: DeclaredBatch): Promise<FeedWorld>;
  /** Tells the operator: what concerns the whole installation is told to no other structure. */
  tellOperator(act: ActContext, events: readonly ComplianceEvent[]): Promise<void>;
}

/** What became of the feed of one domain in one look at it. */
export type Published =
  /** Nothing is to be sent now. */
  | 'wait'
  | 'held'
  /** Another process sends it, or its night is done with. */
  | 'taken'
  | 'sent'
  /** Again in a while, the same night. */
  | 'again'
  | 'refused';

/**
 * Sends the feed of a domain when it is due. The intent is kept before anything leaves and the ticket right after: whoever is killed in
 * between sends it again, which the Annuaire takes for the same, since each feed cancels and replaces.
 */
// EX_1.1.1_5010, RE_1.1.1_5020: when something changed, once a night, once a week at least, before 2 h.
export async function publishDomain(
  act: ActContext,
  tools: PublicationTools,
  domain: HeldDomain,
): Promise<Published> {
  const sentAt = await tools.shelf.sentAt(domain.domain);
  // Most of the time the clock alone tells: no BAL is read.
  if (feedStep({ sentAt, isChanged: true }, act.at).kind === 'wait') return 'wait';
  const last = await tools.shelf.last(act, domain);
  const { feed, built } = await buildOne(act, tools, domain, last);
  const step = feedStep({ sentAt, isChanged: isChange(built.changes) }, act.at);
  if (step.kind === 'wait') {
    // Nothing changed: what was held, with its yes, is of BAL that came back.
    await tools.shelf.release(act, domain, 'all');
    return 'wait';
  }
  if (await mustWait(act, tools, domain, built, last)) return 'held';
  await tools.shelf.release(act, domain, 'unanswered');
  const { adapter, fingerprint: certificate } = tools.directory;
  const claimed = await tools.shelf.claim(act, built, { adapter, certificate });
  if (!claimed) return 'taken';
  return send(act, tools, claimed, { feed, built });
}

interface OneFeed {
  readonly feed: Feed;
  readonly built: BuiltFeed;
}

async function buildOne(
  act: ActContext,
  tools: PublicationTools,
  domain: HeldDomain,
  last: LastFeed,
): Promise<OneFeed> {
  const shares = new Map(domain.tenants.map((tenantId) => [tenantId, emptyShare()]));
  // Of an address that a deleted BAL left, and another has now, the one that is declared counts.
  const { owners } = last;
  // EX_GBM_6020: nothing is declared of a domain that is being withdrawn.
  const feed = domain.isWithdrawn
    ? emptyFeed(domain.domain)
    : await buildDeclared(act, tools, domain, { shares, owners });
  countInto(shares, feed, owners);
  const prints = fingerprintsOf(feed);
  return {
    feed,
    built: {
      ...{ domain: domain.domain, night: nextTreatment(act.at), isEmptying: domain.isWithdrawn, prints },
      changes: compareFeeds(last.prints, prints),
      shares: [...shares].map(([tenantId, share]) => ({ tenantId, ...share })),
      owners,
    },
  };
}

/** Page after page: fifty thousand BAL never stand in memory with all that is known of them. */
async function buildDeclared(
  act: ActContext,
  { shelf, world }: PublicationTools,
  domain: HeldDomain,
  { shares, owners }: { readonly shares: Shares; readonly owners: Map<string, OwnerOfAddress> },
): Promise<Feed> {
  const making = new FeedInMaking(domain.domain);
  for await (const { tenantId, bals } of shelf.bals(act, domain)) {
    const share = shares.get(tenantId);
    const leftOut = making.add(bals);
    if (share) share.leftOut += leftOut;
    for (const { address, id } of bals) owners.set(address, { tenantId, balId: id });
  }
  const judged: FeedEntry[] = [];
  for (const batch of making.batches())
    judged.push(...making.judge(batch, await world(act, domain.domain, batch)));
  return making.made(judged);
}

// EX_1.1.1_5010: what a fault forgets, the Annuaire deletes. A domain that is withdrawn was a person's decision.
async function mustWait(
  act: ActContext,
  { shelf, tellOperator }: PublicationTools,
  domain: HeldDomain,
  built: BuiltFeed,
  last: LastFeed,
): Promise<boolean> {
  if (domain.isWithdrawn || !losesMuch(built.changes, last.prints)) return false;
  const held = await shelf.held(act, domain);
  // The yes is to those removals that were shown, and to no other.
  if (held?.isApproved && built.changes.removed.every((address) => held.removed.has(address))) return false;
  const isNew = await shelf.hold(act, built, held);
  const facts = {
    ...{ domain: domain.domain, removed: built.changes.removed.length },
    declared: built.prints.size,
  };
  if (isNew) await tellOperator(act, [{ kind: 'publication.held', severity: 'critical', facts }]);
  return true;
}

async function send(
  act: ActContext,
  tools: PublicationTools,
  claimed: ClaimedFeed,
  { feed, built }: OneFeed,
): Promise<Published> {
  const given = await giveFeed(tools.directory, feed);
  if (given.kind === 'ticket') {
    await tools.shelf.keepTicket(act, claimed, built, given.ticket);
    return 'sent';
  }
  const isTriedAgain =
    given.cure === 'retryTonight' || given.cure === 'retryLater' || given.cure === 'sendAgain';
  await tools.shelf.keepFault(act, claimed, given, isTriedAgain ? 'sending' : 'refused');
  if (isTriedAgain) return 'again';
  await tools.tellOperator(act, [refusedEvent(built.domain, given)]);
  return 'refused';
}

/** Once more with a new token when the Annuaire judges its times; a clock that is still wrong is for a person. */
async function giveFeed(directory: DirectoryPublication, feed: Feed): Promise<GivenFeed> {
  const given = await directory.send([feed]);
  if (given.kind === 'ticket' || given.cure !== 'renewToken') return given;
  return directory.send([feed]);
}

function refusedEvent(domain: string, { code, sentence }: PublicationFault): ComplianceEvent {
  return {
    ...{ kind: 'publication.refused', severity: 'critical' },
    facts: { domain, code, reason: sentence.fr, reasonEn: sentence.en },
  };
}

type Counts = { -readonly [Name in Exclude<keyof FeedShare, 'tenantId'>]: number };
type Shares = ReadonlyMap<TenantId, Counts>;

function emptyShare(): Counts {
  return { declared: 0, onListeRouge: 0, blocked: 0, warned: 0, keptBack: 0, leftOut: 0 };
}

function countInto(shares: Shares, feed: Feed, owners: ReadonlyMap<string, OwnerOfAddress>): void {
  const shareOf = (address: string) => {
    const owner = owners.get(address);
    return owner && shares.get(owner.tenantId);
  };
  for (const { declaration, findings } of feed.entries) {
    const share = shareOf(declaration.adresseBal);
    if (!share) continue;
    share.declared += 1;
    if (declaration.listeRouge === 'O') share.onListeRouge += 1;
    if (findings.isBlocked) share.blocked += 1;
    else if (findings.broken.length > 0) share.warned += 1;
  }
  for (const { declaration } of feed.keptBack) {
    const share = shareOf(declaration.adresseBal);
    if (share) share.keptBack += 1;
  }
}
