import type {
  ActContext,
  AwaitedFeed,
  BalsOfTenant,
  BuiltFeed,
  ClaimedFeed,
  EmptiedDomain,
  EmptyingFeed,
  FeedSender,
  FeedShelf,
  FeedState,
  HeldDomain,
  HeldFeed,
  LastFeed,
  OwnerOfAddress,
  PublicationFault,
  ReadReport,
  TenantId,
} from '@cachet/mss-core';
import type { Database } from '../database.js';
import { newRowId } from '../row-id.js';
import type { SharedSql } from '../sql.js';
import { PgOwnBals } from './pg-own-bals.js';
import { PgPublicationBook } from './pg-publication-book.js';

/** Longer than the longest exchange with the Annuaire: past it, whoever sent is dead. */
const CLAIM_MS = 5 * 60_000;

interface FeedRow {
  readonly id: string;
  readonly domain: string;
  readonly ticket: string;
  readonly certificate: string;
  readonly sent_at: Date;
  readonly asked: number;
  readonly is_emptying: boolean;
}

/** A feed that waits for a yes. */
export interface WaitingFeed {
  readonly id: string;
  readonly domain: string;
  readonly begunAt: Date;
  readonly declared: number;
  readonly removed: number;
  readonly isApproved: boolean;
}

/** A domain that is being withdrawn. */
export interface DomainWithdrawal {
  readonly domain: string;
  readonly askedAt: Date;
  readonly askedBy: string;
  readonly emptiedAt: Date | null;
}

/** Feeds of the whole installation; whatever concerns one structure is kept behind its wall, in the same transaction. */
export class PgFeedShelf implements FeedShelf {
  constructor(private readonly database: Database) {}

  async domains(): Promise<readonly HeldDomain[]> {
    const rows = await this.#ask<{ domain: string; tenants: TenantId[]; is_withdrawn: boolean }>(
      `select d.domain, array_agg(d.tenant_id order by d.tenant_id) as tenants, w.domain is not null as is_withdrawn
         from route_domain d left join annuaire_withdrawal w on w.domain = d.domain
        where w.emptied_at is null
        group by d.domain, w.domain order by d.domain`,
    );
    return rows.map((row) => ({ domain: row.domain, tenants: row.tenants, isWithdrawn: row.is_withdrawn }));
  }

  async *bals(act: ActContext, { domain, tenants }: HeldDomain): AsyncGenerator<BalsOfTenant> {
    for (const tenantId of tenants) {
      const own = new PgOwnBals(this.database.reading({ ...act, tenantId }));
      for await (const bals of own.pagesOnDomain(domain)) yield { tenantId, bals };
    }
  }

  async sentAt(domain: string): Promise<Date | null> {
    const [row] = await this.#ask<{ sent_at: Date | null; state: FeedState }>(
      `select sent_at, state from annuaire_feed where domain = $1 and sent_at is not null order by night desc limit 1`,
      [domain],
    );
    // One that the Annuaire lost says nothing there: the whole is due again.
    return row && row.state !== 'lost' ? row.sent_at : null;
  }

  async last(act: ActContext, { domain, tenants }: HeldDomain): Promise<LastFeed> {
    const prints = new Map<string, string>();
    const owners = new Map<string, OwnerOfAddress>();
    for (const tenantId of tenants)
      for (const { address, balId, print } of await this.#book(act, tenantId).records(domain)) {
        prints.set(address, print);
        owners.set(address, { tenantId, balId });
      }
    return { sentAt: await this.sentAt(domain), prints, owners };
  }

  async held(act: ActContext, { domain, tenants }: HeldDomain): Promise<HeldFeed | null> {
    const [row] = await this.#ask<{ id: string; approved_at: Date | null }>(
      `select id, approved_at from annuaire_feed where domain = $1 and state = 'held'`,
      [domain],
    );
    if (!row) return null;
    const removed = await Promise.all(tenants.map((tenantId) => this.#book(act, tenantId).removedBy(row.id)));
    return { id: row.id, isApproved: row.approved_at !== null, removed: new Set(removed.flat()) };
  }

  async hold(act: ActContext, feed: BuiltFeed, before: HeldFeed | null): Promise<boolean> {
    const sameId = before && removesTheSame(before, feed) ? before.id : null;
    return this.database.acrossTenants(async (visit) => {
      let kept: HeldRow | null = null;
      for (const { tenantId } of feed.shares) {
        await visit({ ...act, tenantId }, async (own) => {
          kept ??= await setAside(own, act, feed, sameId);
          if (!kept) return;
          const book = new PgPublicationBook(own);
          if (before) await book.forget(before.id);
          await book.forget(kept.id);
          await book.keepShare(kept.id, feed);
        });
        if (!kept) return false;
      }
      return (kept as HeldRow | null)?.isNews ?? false;
    });
  }

  async release(
    act: ActContext,
    { domain, tenants }: Pick<HeldDomain, 'domain' | 'tenants'>,
    which: 'unanswered' | 'all',
  ): Promise<void> {
    const gone = await this.#ask<{ id: string }>(
      `delete from annuaire_feed where domain = $1 and state = 'held' and (approved_at is null or $2) returning id`,
      [domain, which === 'all'],
    );
    for (const { id } of gone)
      for (const tenantId of tenants)
        await this.database.withTenant({ ...act, tenantId }, (own) => new PgPublicationBook(own).forget(id));
  }

  async claim(
    act: ActContext,
    feed: BuiltFeed,
    { adapter, certificate }: FeedSender,
  ): Promise<ClaimedFeed | null> {
    const holder = newRowId();
    const { created, changed, removed } = feed.changes;
    // One that was held and approved becomes the feed of this night.
    await this.#ask(
      `update annuaire_feed set night = $2, state = 'sending' where domain = $1 and state = 'held' and approved_at is not null
                        and not exists (select from annuaire_feed o where o.domain = $1 and o.night = $2 and o.state <> 'held')`,
      [feed.domain, feed.night],
    );
    const [row] = await this.#ask<{ id: string }>(
      `insert into annuaire_feed (id, domain, night, state, begun_at, taken_by, taken_until, attempts, adapter, certificate,
                                  declared, created, changed, removed, is_emptying)
       values ($1, $2, $3, 'sending', $4, $5, clock_timestamp() + $6::int * interval '1 millisecond', 1, $7, $8, $9, $10, $11, $12, $13)
       on conflict (domain, night) do update
          set taken_by = excluded.taken_by, taken_until = excluded.taken_until, attempts = annuaire_feed.attempts + 1,
              adapter = excluded.adapter, certificate = excluded.certificate, declared = excluded.declared,
              created = excluded.created, changed = excluded.changed, removed = excluded.removed,
              is_emptying = excluded.is_emptying
        where annuaire_feed.state = 'sending'
          and (annuaire_feed.taken_until is null or annuaire_feed.taken_until <= clock_timestamp())
       returning id`,
      [
        ...[newRowId(), feed.domain, feed.night, act.at, holder, CLAIM_MS, adapter, certificate],
        ...[feed.prints.size, created.length, changed.length, removed.length, feed.isEmptying],
      ],
    );
    return row ? { id: row.id, holder } : null;
  }

  async keepTicket(act: ActContext, claimed: ClaimedFeed, feed: BuiltFeed, ticket: string): Promise<void> {
    await this.database.acrossTenants(async (visit) => {
      let isOurs: boolean | null = null;
      for (const { tenantId } of feed.shares) {
        await visit({ ...act, tenantId }, async (own) => {
          isOurs ??= await ticketed(own, act, claimed, ticket);
          if (!isOurs) return;
          const book = new PgPublicationBook(own);
          await book.forget(claimed.id);
          await book.keepShare(claimed.id, feed);
          await book.keepRecords(feed);
          await book.tellSent(claimed.id, feed);
        });
        if (!isOurs) return;
      }
    });
  }

  async keepFault(
    _act: ActContext,
    { id, holder }: ClaimedFeed,
    { code, sentence }: PublicationFault,
    state: FeedState,
  ): Promise<void> {
    await this.#ask(
      `update annuaire_feed set state = $3, fault_code = $4, fault_fr = $5, fault_en = $6, taken_by = null, taken_until = null
        where id = $1 and taken_by = $2`,
      [id, holder, state, code, sentence.fr, sentence.en],
    );
  }

  async miss(at: Date): Promise<readonly { readonly id: string; readonly domain: string }[]> {
    return this.#ask(
      `update annuaire_feed set state = 'missed', taken_by = null, taken_until = null
        where state = 'sending' and night <= $1
          and (taken_until is null or taken_until <= clock_timestamp()) returning id, domain`,
      [at],
    );
  }

  async awaited(at: Date): Promise<readonly AwaitedFeed[]> {
    const rows = await this.#ask<FeedRow>(
      `select id, domain, ticket, certificate, sent_at, asked, is_emptying from annuaire_feed
        where state = 'sent' and (next_ask_at is null or next_ask_at <= $1) order by sent_at, id`,
      [at],
    );
    return rows.map(({ sent_at, is_emptying, ...row }) => ({
      ...row,
      sentAt: sent_at,
      isEmptying: is_emptying,
    }));
  }

  async keepReportFault(
    _act: ActContext,
    { id }: AwaitedFeed,
    { code, sentence }: PublicationFault,
    next: { readonly askAgainAt: Date } | { readonly state: FeedState },
  ): Promise<void> {
    await this.#ask(
      `update annuaire_feed set state = $2, next_ask_at = $3, asked = asked + 1, fault_code = $4, fault_fr = $5, fault_en = $6
        where id = $1 and state = 'sent'`,
      [
        ...[id, 'state' in next ? next.state : 'sent', 'askAgainAt' in next ? next.askAgainAt : null],
        ...[code, sentence.fr, sentence.en],
      ],
    );
  }

  async owners(act: ActContext, domain: string): Promise<ReadonlyMap<string, OwnerOfAddress>> {
    const held = { domain, tenants: await this.tenantsOf(domain), isWithdrawn: false };
    return (await this.last(act, held)).owners;
  }

  async tenantsOf(domain: string): Promise<readonly TenantId[]> {
    const rows = await this.#ask<{ tenant_id: TenantId }>(
      'select tenant_id from route_domain where domain = $1 order by tenant_id',
      [domain],
    );
    return rows.map((row) => row.tenant_id);
  }

  async keepReport(act: ActContext, feed: AwaitedFeed, report: ReadReport): Promise<void> {
    await this.database.acrossTenants(async (visit) => {
      const [first] = report.byTenant;
      if (!first) return;
      // Whoever comes second waits here, and finds nothing left to keep.
      const isOurs = await visit({ ...act, tenantId: first.tenantId }, async (own) => {
        const taken = await own.query(
          `update annuaire_feed set state = 'reported', reported_at = $2, counts = $3, next_ask_at = null,
                  fault_code = null, fault_fr = null, fault_en = null
            where id = $1 and state = 'sent' returning id`,
          [feed.id, act.at, report.counts],
        );
        if (taken.length > 0 && report.isEmptied)
          await own.query(
            'update annuaire_withdrawal set emptied_at = $2 where domain = $1 and emptied_at is null',
            [feed.domain, act.at],
          );
        return taken.length > 0;
      });
      if (!isOurs) return;
      for (const { tenantId, anomalies } of report.byTenant)
        await visit({ ...act, tenantId }, (own) =>
          new PgPublicationBook(own).keepReport(feed, anomalies, report.isEmptied),
        );
    });
  }

  /** A person’s yes to a feed that is held. False when it is not, or no more. */
  async approve(feedId: string, { at, by }: { readonly at: Date; readonly by: string }): Promise<boolean> {
    const rows = await this.#ask(
      `update annuaire_feed set approved_at = $2, approved_by = $3 where id = $1 and state = 'held' and approved_at is null returning id`,
      [feedId, at, by],
    );
    return rows.length > 0;
  }

  async heldFeeds(): Promise<readonly WaitingFeed[]> {
    return this.#ask<WaitingFeed>(
      `select id, domain, begun_at as "begunAt", declared, removed, approved_at is not null as "isApproved"
         from annuaire_feed where state = 'held' order by domain`,
    );
  }

  async withdrawals(): Promise<readonly DomainWithdrawal[]> {
    return this.#ask<DomainWithdrawal>(
      `select domain, asked_at as "askedAt", asked_by as "askedBy", emptied_at as "emptiedAt" from annuaire_withdrawal order by domain`,
    );
  }

  /** That domain while it is being withdrawn, with the last feed that emptied it. */
  async emptied(domain: string): Promise<EmptiedDomain | null> {
    const [row] = await this.#ask<DomainWithdrawal & (EmptyingFeed | Record<keyof EmptyingFeed, null>)>(
      `select w.domain, w.asked_at as "askedAt", w.emptied_at as "emptiedAt", f.ticket, f.sent_at as "sentAt",
              f.reported_at as "reportedAt", f.removed as withdrawn, (f.counts ->> 'removed')::int as deleted
         from annuaire_withdrawal w
         left join lateral (select * from annuaire_feed
                             where domain = w.domain and is_emptying and state = 'reported' and reported_at <= w.emptied_at
                             order by night desc limit 1) f on true
        where w.domain = $1`,
      [domain],
    );
    if (!row) return null;
    const { askedAt, emptiedAt, askedBy: _, domain: __, ...feed } = row;
    return { domain, askedAt, emptiedAt, feed: feed.ticket === null ? null : feed };
  }

  /** Nobody has to say yes to removals any more: the whole domain is emptied. False when it is being withdrawn already. */
  async withdraw(
    act: ActContext,
    domain: string,
    { at, by }: { readonly at: Date; readonly by: string },
  ): Promise<boolean> {
    const rows = await this.#ask(
      'insert into annuaire_withdrawal (domain, asked_at, asked_by) values ($1, $2, $3) on conflict do nothing returning domain',
      [domain, at, by],
    );
    await this.release(act, { domain, tenants: await this.tenantsOf(domain) }, 'unanswered');
    return rows.length > 0;
  }

  /** The domain stays after all: the next feed declares its BAL again. False when it was not being withdrawn. */
  async keep(domain: string): Promise<boolean> {
    const rows = await this.#ask('delete from annuaire_withdrawal where domain = $1 returning domain', [
      domain,
    ]);
    return rows.length > 0;
  }

  #book(act: ActContext, tenantId: TenantId): PgPublicationBook {
    return new PgPublicationBook(this.database.reading({ ...act, tenantId }));
  }

  #ask<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.database.shared((sql) => sql.query<R>(text, values));
  }
}

interface HeldRow {
  readonly id: string;
  /** Nobody was told of it, or what they said yes to was another one. */
  readonly isNews: boolean;
}

function removesTheSame({ removed }: HeldFeed, { changes }: BuiltFeed): boolean {
  return removed.size === changes.removed.length && changes.removed.every((address) => removed.has(address));
}

/**
 * Null when the night has a feed of that domain that left, or that leaves. It keeps `sameId` and the yes that came meanwhile; with other
 * removals it is another feed, which a yes to the former one does not reach.
 */
async function setAside(
  sql: SharedSql,
  { at }: ActContext,
  feed: BuiltFeed,
  sameId: string | null,
): Promise<HeldRow | null> {
  const [known] = await sql.query<{ id: string; approved_at: Date | null }>(
    `select id, approved_at from annuaire_feed where domain = $1 and state = 'held' for update`,
    [feed.domain],
  );
  const { created, changed, removed } = feed.changes;
  const [row] = await sql.query<{ id: string }>(
    `insert into annuaire_feed (id, domain, night, state, begun_at, declared, created, changed, removed)
     values ($1, $2, $3, 'held', $4, $5, $6, $7, $8)
     on conflict (domain, night) do update
        set state = 'held', declared = excluded.declared, created = excluded.created, changed = excluded.changed,
            removed = excluded.removed,
            id = case when annuaire_feed.id = $9 then annuaire_feed.id else excluded.id end,
            approved_at = case when annuaire_feed.id = $9 then annuaire_feed.approved_at end,
            approved_by = case when annuaire_feed.id = $9 then annuaire_feed.approved_by end
      where annuaire_feed.state = 'held'
         or (annuaire_feed.state = 'sending' and (annuaire_feed.taken_until is null or annuaire_feed.taken_until <= clock_timestamp()))
     returning id`,
    [
      ...[newRowId(), feed.domain, feed.night, at, feed.prints.size],
      ...[created.length, changed.length, removed.length, sameId],
    ],
  );
  if (!row) return null;
  // The one of an evening before gives way.
  if (known && known.id !== row.id) await sql.query('delete from annuaire_feed where id = $1', [known.id]);
  const isNews = known === undefined || (known.approved_at !== null && known.id !== row.id);
  return { id: row.id, isNews };
}

/** Whoever waited so long that another took it over keeps nothing: the other’s ticket is that of the same feed. */
async function ticketed(
  sql: SharedSql,
  { at }: ActContext,
  { id, holder }: ClaimedFeed,
  ticket: string,
): Promise<boolean> {
  const rows = await sql.query(
    `update annuaire_feed set state = 'sent', ticket = $3, sent_at = $4, taken_by = null, taken_until = null,
            fault_code = null, fault_fr = null, fault_en = null, next_ask_at = null, asked = 0
      where id = $1 and taken_by = $2 returning id`,
    [id, holder, ticket, at],
  );
  return rows.length > 0;
}
