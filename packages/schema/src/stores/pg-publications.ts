import type { ControlSeverity, FeedState, PublicationAdapter } from '@cachet/mss-core';
import { bindTo, newestFirst, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy } from '../page.js';
import type { TenantSql } from '../sql.js';

/** A feed, as far as one structure is concerned. */
export interface KeptPublication {
  readonly id: string;
  readonly domain: string;
  readonly begunAt: Date;
  readonly night: Date;
  readonly state: FeedState;
  readonly adapter: PublicationAdapter | null;
  readonly sentAt: Date | null;
  readonly ticket: string | null;
  readonly certificate: string | null;
  readonly reportedAt: Date | null;
  readonly isEmptying: boolean;
  readonly fault: { readonly code: string; readonly fr: string; readonly en: string } | null;
  readonly approvedAt: Date | null;
  readonly declared: number;
  readonly onListeRouge: number;
  readonly blocked: number;
  readonly warned: number;
  readonly keptBack: number;
  readonly leftOut: number;
  readonly created: number;
  readonly changed: number;
  readonly removed: number;
  readonly rejected: number | null;
  readonly flagged: number | null;
}

export type DifferenceKind = 'created' | 'changed' | 'removed';

/** How one address differs between two feeds. */
export interface KeptDifference {
  readonly address: string;
  readonly balId: string;
  readonly kind: DifferenceKind;
}

export interface KeptAnomaly {
  readonly id: string;
  readonly domain: string;
  readonly address: string | null;
  readonly balId: string | null;
  readonly code: string;
  readonly severity: ControlSeverity;
  readonly motive: string;
  readonly since: Date;
  readonly seenAt: Date;
  readonly goneAt: Date | null;
}

export interface AnomalyFilter {
  readonly domain?: string | null;
  readonly severity?: ControlSeverity | null;
  readonly code?: string | null;
  readonly balId?: string | null;
  /** Those that ended, too. */
  readonly withGone?: boolean;
}

/** What the Annuaire was told last of a BAL, and whether a report has spoken of it since. */
export interface KeptBalRecord {
  readonly balId: string;
  readonly address: string;
  readonly print: string;
  readonly declaredAt: Date;
  readonly reportedAt: Date | null;
}

const PUBLICATIONS = `select s.feed_id as id, s.domain, s.begun_at as "begunAt", f.night, f.state, f.adapter, f.sent_at as "sentAt", f.ticket,
              f.certificate, f.reported_at as "reportedAt", f.is_emptying as "isEmptying", f.approved_at as "approvedAt",
              case when f.fault_code is not null then json_build_object('code', f.fault_code, 'fr', f.fault_fr, 'en', f.fault_en) end as fault,
              s.declared, s.on_liste_rouge as "onListeRouge", s.blocked, s.warned, s.kept_back as "keptBack", s.left_out as "leftOut",
              s.created, s.changed, s.removed, s.rejected, s.flagged
         from publication_share s join annuaire_feed f on f.id = s.feed_id
        where s.tenant_id = $1`;
const ANOMALIES = `select id, domain, address, bal_id as "balId", code, severity, motive, since, seen_at as "seenAt", gone_at as "goneAt"
         from publication_anomaly where tenant_id = $1`;

/** The feeds and what came back, as one structure sees them. */
export class PgPublications {
  constructor(private readonly sql: TenantSql) {}

  async byId(id: string): Promise<KeptPublication | null> {
    const [row] = await this.sql.query<KeptPublication>(`${PUBLICATIONS} and s.feed_id = $2`, [
      this.#tenantId,
      id,
    ]);
    return row ?? null;
  }

  /** Newest first. */
  page(request: PageRequest, domain: string | null): Promise<Page<KeptPublication>> {
    return pageBy(request, (walk) => {
      const values: unknown[] = [this.#tenantId];
      const bind = bindTo(values);
      const filter = domain === null ? '' : `and s.domain = ${bind(domain)}`;
      return this.sql.query<KeptPublication>(
        `${PUBLICATIONS} ${filter} ${walkSql(newestFirst('s.begun_at', 's.feed_id'), walk, bind)}`,
        values,
      );
    });
  }

  /** What one feed changed beside the one before. */
  async changesOf(feedId: string): Promise<readonly KeptDifference[]> {
    return this.sql.query<KeptDifference>(
      `select address, bal_id as "balId", ${KIND} as kind from publication_change
        where tenant_id = $1 and feed_id = $2 order by address`,
      [this.#tenantId, feedId],
    );
  }

  /** How the later of two feeds of one domain differs from the earlier: what changed and changed back is not said. */
  async between(
    domain: string,
    earlier: Pick<KeptPublication, 'night'>,
    later: Pick<KeptPublication, 'night'>,
  ): Promise<readonly KeptDifference[]> {
    return this.sql.query<KeptDifference>(
      `select address, bal_id as "balId", ${KIND} as kind
         from (select c.address, (array_agg(c.bal_id order by c.night desc))[1] as bal_id,
                      (array_agg(c.before order by c.night))[1] as before, (array_agg(c.after order by c.night desc))[1] as after
                 from publication_change c join annuaire_feed f on f.id = c.feed_id and f.sent_at is not null
                where c.tenant_id = $1 and c.domain = $2 and c.night > $3 and c.night <= $4
                group by c.address) d
        where before is distinct from after order by address`,
      [this.#tenantId, domain, earlier.night, later.night],
    );
  }

  /** Newest first. */
  anomalies(request: PageRequest, filter: AnomalyFilter): Promise<Page<KeptAnomaly>> {
    return pageBy(request, (walk) => {
      const values: unknown[] = [this.#tenantId];
      const bind = bindTo(values);
      const conditions = [
        filter.domain ? `and domain = ${bind(filter.domain)}` : '',
        filter.severity ? `and severity = ${bind(filter.severity)}` : '',
        filter.code ? `and code = ${bind(filter.code)}` : '',
        filter.balId ? `and bal_id = ${bind(filter.balId)}` : '',
        filter.withGone ? '' : 'and gone_at is null',
      ];
      return this.sql.query<KeptAnomaly>(
        `${ANOMALIES} ${conditions.join(' ')} ${walkSql(newestFirst('since', 'id'), walk, bind)}`,
        values,
      );
    });
  }

  async openAnomaliesOf(balIds: readonly string[]): Promise<readonly KeptAnomaly[]> {
    return this.sql.query<KeptAnomaly>(
      `${ANOMALIES} and bal_id = any($2) and gone_at is null order by severity, code`,
      [this.#tenantId, balIds],
    );
  }

  async recordsOf(balIds: readonly string[]): Promise<readonly KeptBalRecord[]> {
    return this.sql.query<KeptBalRecord>(
      `select r.bal_id as "balId", r.address, r.print, f.sent_at as "declaredAt",
              (select max(g.reported_at) from annuaire_feed g
                where g.domain = r.domain and g.night >= r.night and g.reported_at is not null) as "reportedAt"
         from publication_record r join annuaire_feed f on f.domain = r.domain and f.night = r.night
        where r.tenant_id = $1 and r.bal_id = any($2)`,
      [this.#tenantId, balIds],
    );
  }

  get #tenantId() {
    return this.sql.context.tenantId;
  }
}

const KIND = `case when before is null then 'created' when after is null then 'removed' else 'changed' end`;
