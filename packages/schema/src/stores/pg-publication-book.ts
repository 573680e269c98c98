import type {
  AwaitedFeed,
  BuiltFeed,
  ComplianceEvent,
  FeedShare,
  IdNat,
  ReportAnomaly,
} from '@cachet/mss-core';
import { identityCorrected } from '@cachet/mss-core';
import { newRowId } from '../row-id.js';
import type { TenantSql } from '../sql.js';
import { PgCompliance } from './pg-compliance.js';
import { PgJournal } from './pg-journal.js';

/** What the Annuaire was told last of an address. */
export interface KeptRecord {
  readonly address: string;
  readonly balId: string;
  readonly print: string;
}

const BATCH = 5000;
/** §6.4.2: whoever the registers know no more is no longer entitled to MSSanté. */
const UNKNOWN_NUMBER = 'MSS008';

/** What one structure has in the feeds to the Annuaire, and what comes back. */
export class PgPublicationBook {
  constructor(private readonly sql: TenantSql) {}

  async records(domain: string): Promise<readonly KeptRecord[]> {
    const rows = await this.sql.query<{ address: string; bal_id: string; print: string }>(
      'select address, bal_id, print from publication_record where tenant_id = $1 and domain = $2',
      [this.#tenantId, domain],
    );
    return rows.map((row) => ({ address: row.address, balId: row.bal_id, print: row.print }));
  }

  async removedBy(feedId: string): Promise<readonly string[]> {
    const rows = await this.sql.query<{ address: string }>(
      'select address from publication_change where tenant_id = $1 and feed_id = $2 and after is null',
      [this.#tenantId, feedId],
    );
    return rows.map((row) => row.address);
  }

  /** What was kept of a feed that was held, or of a former look at it. */
  async forget(feedId: string): Promise<void> {
    const values = [this.#tenantId, feedId];
    await this.sql.query('delete from publication_share where tenant_id = $1 and feed_id = $2', values);
    await this.sql.query('delete from publication_change where tenant_id = $1 and feed_id = $2', values);
  }

  async keepShare(feedId: string, feed: BuiltFeed): Promise<void> {
    const own = this.#changesOf(feed);
    const share = this.#shareOf(feed);
    await this.sql.query(
      `insert into publication_share (tenant_id, feed_id, domain, begun_at, declared, on_liste_rouge, blocked, warned,
                                      kept_back, left_out, created, changed, removed)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[this.#tenantId, feedId, feed.domain, this.sql.context.at],
        ...[share.declared, share.onListeRouge, share.blocked, share.warned, share.keptBack, share.leftOut],
        ...[own.created.length, own.changed.length, own.removed.length],
      ],
    );
    const before = new Map((await this.records(feed.domain)).map(({ address, print }) => [address, print]));
    for (const part of inBatches([...own.created, ...own.changed, ...own.removed]))
      await this.sql.query(
        `insert into publication_change (tenant_id, feed_id, domain, night, address, bal_id, before, after)
         select $1, $2, $3, $4, * from unnest($5::text[], $6::uuid[], $7::text[], $8::text[])`,
        [
          ...[this.#tenantId, feedId, feed.domain, feed.night],
          ...[part, part.map((address) => feed.owners.get(address)?.balId)],
          ...[
            part.map((each) => before.get(each) ?? null),
            part.map((each) => feed.prints.get(each) ?? null),
          ],
        ],
      );
  }

  /** What the feed says is what the Annuaire was told last. */
  async keepRecords(feed: BuiltFeed): Promise<void> {
    const { created, changed, removed } = this.#changesOf(feed);
    for (const part of inBatches(removed))
      await this.sql.query('delete from publication_record where tenant_id = $1 and address = any($2)', [
        this.#tenantId,
        part,
      ]);
    for (const part of inBatches([...created, ...changed]))
      await this.sql.query(
        `insert into publication_record (tenant_id, domain, night, address, bal_id, print)
         select $1, $2, $3, * from unnest($4::text[], $5::uuid[], $6::text[])
             on conflict (tenant_id, address) do update
            set bal_id = excluded.bal_id, print = excluded.print, night = excluded.night, domain = excluded.domain`,
        [
          ...[this.#tenantId, feed.domain, feed.night, part],
          part.map((address) => feed.owners.get(address)?.balId),
          part.map((address) => feed.prints.get(address)),
        ],
      );
  }

  async tellSent(feedId: string, feed: BuiltFeed): Promise<void> {
    const { created, changed, removed } = this.#changesOf(feed);
    const { declared } = this.#shareOf(feed);
    const counts = { created: created.length, changed: changed.length, removed: removed.length };
    const facts = { publicationId: feedId, domain: feed.domain, declared, ...counts };
    await new PgJournal(this.sql).record([{ kind: 'publication.sent', outcome: 'ok', facts }]);
  }

  /** What the Annuaire says of this structure’s BAL: anomalies that begin, last and end, and what it knows otherwise of people. */
  // EX_1.1.1_5030
  async keepReport(
    feed: AwaitedFeed,
    anomalies: readonly ReportAnomaly[],
    isEmptied: boolean,
  ): Promise<void> {
    const bals = await this.#balsOf(feed.domain);
    const once = onceEach(anomalies);
    const wasUnknown = await this.#unknownBefore(feed.domain);
    const fresh = await this.#keepAnomalies(feed, once, bals);
    const unknown = once.filter(
      ({ code, address }) => code === UNKNOWN_NUMBER && !wasUnknown.has(address ?? ''),
    );
    await this.sql.query(
      `update publication_anomaly set gone_at = $4 where tenant_id = $1 and domain = $2 and gone_at is null and feed_id <> $3`,
      [this.#tenantId, feed.domain, feed.id, this.sql.context.at],
    );
    const rejected = addressesOf(once, 'blocking');
    const flagged = addressesOf(once, 'warning').filter((address) => !rejected.includes(address));
    await this.sql.query(
      'update publication_share set rejected = $3, flagged = $4 where tenant_id = $1 and feed_id = $2',
      [this.#tenantId, feed.id, rejected.length, flagged.length],
    );
    const proposed = await this.#propose(once, bals);
    await this.#takeBack(feed.domain);
    await this.#tell(feed, {
      unknown: unknown.length,
      fresh,
      rejected: rejected.length,
      flagged: flagged.length,
      proposed,
      isEmptied,
    });
  }

  /** Addresses whose holder’s number the Annuaire did not know already. */
  async #unknownBefore(domain: string): Promise<ReadonlySet<string>> {
    const rows = await this.sql.query<{ address: string }>(
      `select address from publication_anomaly
        where tenant_id = $1 and domain = $2 and code = $3 and address is not null and gone_at is null`,
      [this.#tenantId, domain, UNKNOWN_NUMBER],
    );
    return new Set(rows.map((row) => row.address));
  }

  async #keepAnomalies(
    feed: AwaitedFeed,
    anomalies: readonly ReportAnomaly[],
    bals: ReadonlyMap<string, string>,
  ): Promise<number> {
    let fresh = 0;
    for (const part of inBatches(anomalies)) {
      const rows = await this.sql.query<{ is_new: boolean }>(
        `insert into publication_anomaly (tenant_id, domain, feed_id, since, seen_at, id, address, bal_id, code, severity, motive)
         select $1, $2, $3, $4, $4, * from unnest($5::uuid[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::text[])
             on conflict (tenant_id, domain, coalesce(address, ''), code) where gone_at is null do update
            set feed_id = excluded.feed_id, seen_at = excluded.seen_at, severity = excluded.severity, motive = excluded.motive
         returning since = seen_at as is_new`,
        [
          ...[this.#tenantId, feed.domain, feed.id, this.sql.context.at, part.map(() => newRowId())],
          ...[
            part.map(({ address }) => address),
            part.map(({ address }) => (address && bals.get(address)) ?? null),
          ],
          ...[part.map(({ code }) => code), part.map(({ severity }) => severity)],
          part.map(({ motive }) => motive),
        ],
      );
      fresh += rows.filter((row) => row.is_new).length;
    }
    return fresh;
  }

  // EX_PBA_5100: who answers for a personal BAL is the person the Annuaire speaks of.
  async #propose(anomalies: readonly ReportAnomaly[], bals: ReadonlyMap<string, string>): Promise<number> {
    let proposed = 0;
    for (const anomaly of anomalies) {
      const balId = anomaly.address && bals.get(anomaly.address);
      const known = knownOtherwise(anomaly);
      if (!balId || !known) continue;
      const rows = await this.sql.query(
        `insert into publication_correction (tenant_id, id, kind, bal_id, person_id, known_id_nat, known_family_name, known_given_name,
                                             state, proposed_at)
         select $1, $2, $3, $4, p.id, $5, $6, $7, 'proposed', $8
           from bal b
           join bal_access a on a.tenant_id = b.tenant_id and a.bal_id = b.id and a.role = 'responsible'
            and a.starts_at <= $8 and (a.ends_at is null or $8 < a.ends_at)
           join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
          where b.tenant_id = $1 and b.id = $4 and b.kind = 'personal'
            and ($5::text is null or p.id_nat <> $5)
            and not exists (select from publication_correction d
                             where d.tenant_id = $1 and d.person_id = p.id and d.kind = $3 and d.state = 'declined'
                               and d.known_id_nat is not distinct from $5 and d.known_family_name is not distinct from $6
                               and d.known_given_name is not distinct from $7)
          limit 1
             on conflict do nothing returning id`,
        [
          ...[this.#tenantId, newRowId(), known.idNat ? 'identity' : 'name', balId, known.idNat],
          ...[known.familyName, known.givenName, this.sql.context.at],
        ],
      );
      proposed += rows.length;
    }
    return proposed;
  }

  /** What the Annuaire holds no more against a BAL is asked of nobody any more. */
  async #takeBack(domain: string): Promise<void> {
    await this.sql.query(
      `update publication_correction c set state = 'gone', decided_at = $3
        where c.tenant_id = $1 and c.state = 'proposed'
          and exists (select from publication_record r where r.tenant_id = $1 and r.domain = $2 and r.bal_id = c.bal_id)
          and not exists (select from publication_anomaly a
                           where a.tenant_id = $1 and a.bal_id = c.bal_id and a.gone_at is null)`,
      [this.#tenantId, domain, this.sql.context.at],
    );
  }

  async #tell(
    feed: AwaitedFeed,
    said: {
      readonly unknown: number;
      readonly fresh: number;
      readonly rejected: number;
      readonly flagged: number;
      readonly proposed: number;
      readonly isEmptied: boolean;
    },
  ): Promise<void> {
    const { unknown, fresh, rejected, flagged, proposed, isEmptied } = said;
    const facts = { publicationId: feed.id, domain: feed.domain };
    const journal = new PgJournal(this.sql);
    await journal.record([
      { kind: 'publication.reported', outcome: 'ok', facts: { ...facts, rejected, flagged } },
    ]);
    if (isEmptied)
      await journal.record([{ kind: 'domain.emptied', outcome: 'ok', facts: { domain: feed.domain } }]);
    const events: ComplianceEvent[] = [];
    if (fresh > 0)
      events.push({
        ...{ kind: 'publication.anomalies', severity: rejected > 0 ? 'critical' : 'warning' },
        facts: { ...facts, fresh, rejected, flagged },
      });
    if (unknown > 0)
      events.push({
        ...{ kind: 'publication.professionalUnknown', severity: 'critical' },
        facts: { ...facts, unknown },
      });
    if (proposed > 0)
      events.push({ kind: 'publication.corrections', severity: 'warning', facts: { ...facts, proposed } });
    await new PgCompliance(this.sql).raise(events);
  }

  async #balsOf(domain: string): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.records(domain)).map(({ address, balId }) => [address, balId]));
  }

  #shareOf({ shares }: BuiltFeed): FeedShare {
    const own = shares.find(({ tenantId }) => tenantId === this.#tenantId);
    if (!own) throw new Error('the feed has no share of that structure');
    return own;
  }

  #changesOf({ changes, owners }: BuiltFeed): BuiltFeed['changes'] {
    const isOurs = (address: string) => owners.get(address)?.tenantId === this.#tenantId;
    const { created, changed, removed } = changes;
    return {
      created: created.filter(isOurs),
      changed: changed.filter(isOurs),
      removed: removed.filter(isOurs),
    };
  }

  get #tenantId() {
    return this.sql.context.tenantId;
  }
}

interface KnownOtherwise {
  readonly idNat: IdNat | null;
  readonly familyName: string | null;
  readonly givenName: string | null;
}

function knownOtherwise(anomaly: ReportAnomaly): KnownOtherwise | null {
  const idNat = identityCorrected(anomaly);
  if (idNat) return { idNat, familyName: null, givenName: null };
  return anomaly.knownName && { idNat: null, ...anomaly.knownName };
}

function addressesOf(
  anomalies: readonly ReportAnomaly[],
  severity: ReportAnomaly['severity'],
): readonly string[] {
  const found = anomalies.filter((each) => each.severity === severity && each.address !== null);
  return [...new Set(found.map(({ address }) => address ?? ''))];
}

/** The same code may be said of several holders of one BAL: it is one thing to correct. */
function onceEach(anomalies: readonly ReportAnomaly[]): readonly ReportAnomaly[] {
  const byKey = new Map(anomalies.map((each) => [`${each.code} ${each.address ?? ''}`, each]));
  return [...byKey.values()];
}

function inBatches<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) =>
    all.slice(index * BATCH, (index + 1) * BATCH),
  );
}
