import {
  type ComplianceBoard,
  type ComplianceEvent,
  type ComplianceEventKind,
  eventOfCompliance,
} from '@cachet/mss-core';
import { bindTo, newestFirst, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy } from '../page.js';
import { newRowId } from '../row-id.js';
import type { TenantSql } from '../sql.js';
import { eventRows } from './event-rows.js';

/** A compliance event that was raised. */
export interface RaisedComplianceEvent extends ComplianceEvent {
  readonly id: string;
  readonly at: Date;
}

interface ComplianceRow {
  id: string;
  kind: ComplianceEventKind;
  severity: ComplianceEvent['severity'];
  at: Date;
  facts: ComplianceEvent['facts'];
}

const NEWEST_FIRST = newestFirst('at', 'id');

/** The compliance events of one tenant. */
export class PgCompliance implements ComplianceBoard {
  constructor(private readonly sql: TenantSql) {}

  async raise(events: readonly ComplianceEvent[]): Promise<void> {
    const { tenantId, at } = this.sql.context;
    for (const event of events) {
      const { kind, severity, facts } = event;
      const id = newRowId();
      await this.sql.query(
        'insert into compliance_event (tenant_id, id, kind, severity, at, facts) values ($1, $2, $3, $4, $5, $6)',
        [tenantId, id, kind, severity, at, facts],
      );
      await this.sql.query("select announce('compliance', $1), add_events($2)", [
        id,
        eventRows(at, [eventOfCompliance(id, event)]),
      ]);
    }
  }

  async byId(id: string): Promise<RaisedComplianceEvent | null> {
    const [row] = await this.sql.query<ComplianceRow>(
      'select id, kind, severity, at, facts from compliance_event where tenant_id = $1 and id = $2',
      [this.sql.context.tenantId, id],
    );
    return row ?? null;
  }

  /** At most so many raised after that place, oldest first; without an id, after that moment. */
  async after(
    place: { readonly at: Date; readonly id: string | null },
    limit: number,
  ): Promise<readonly RaisedComplianceEvent[]> {
    return this.sql.query<ComplianceRow>(
      `select id, kind, severity, at, facts from compliance_event
        where tenant_id = $1 and (at > $2 or (at = $2 and id > $3::uuid))
        order by at, id limit $4`,
      [this.sql.context.tenantId, place.at, place.id, limit],
    );
  }

  /** The last one raised of that kind. */
  async lastOf(kind: ComplianceEventKind): Promise<RaisedComplianceEvent | null> {
    const [row] = await this.sql.query<ComplianceRow>(
      `select id, kind, severity, at, facts from compliance_event
        where tenant_id = $1 and kind = $2 order by at desc, id desc limit 1`,
      [this.sql.context.tenantId, kind],
    );
    return row ?? null;
  }

  /** The last one raised among these kinds. Until the transaction ends, nobody else is told it, so that what follows from it is raised once. */
  async lastAmong(kinds: readonly ComplianceEventKind[]): Promise<RaisedComplianceEvent | null> {
    const { tenantId } = this.sql.context;
    const key = `compliance ${tenantId} ${kinds.join(' ')}`;
    await this.sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
    const [row] = await this.sql.query<ComplianceRow>(
      `select id, kind, severity, at, facts from compliance_event
        where tenant_id = $1 and kind = any($2) order by at desc, id desc limit 1`,
      [tenantId, [...kinds]],
    );
    return row ?? null;
  }

  /** Newest first. */
  page(request: PageRequest): Promise<Page<RaisedComplianceEvent>> {
    return pageBy(request, (walk) => {
      const values: unknown[] = [this.sql.context.tenantId];
      return this.sql.query<ComplianceRow>(
        `select id, kind, severity, at, facts from compliance_event
          where tenant_id = $1 ${walkSql(NEWEST_FIRST, walk, bindTo(values))}`,
        values,
      );
    });
  }
}
