import type { Journal, TraceEvent } from '@cachet/mss-core';
import { newRowId } from '../row-id.js';
import type { TenantSql } from '../sql.js';

/** The traces of one tenant, written in the transaction of the act they tell. */
// EX_GDT_5040: the author, time, means and address come from the context, never from the caller of the moment.
export class PgJournal implements Journal {
  constructor(private readonly sql: TenantSql) {}

  async record(events: readonly TraceEvent[]): Promise<void> {
    if (events.length === 0) return;
    const { tenantId, at, actor, means, remoteAddress, correlationId } = this.sql.context;
    const rows = events.map((event) => ({
      id: newRowId(),
      kind: event.kind,
      outcome: event.outcome,
      bal_id: event.balId ?? null,
      message_id: event.messageId ?? null,
      facts: event.facts ?? {},
    }));
    await this.sql.query(
      `insert into trace_event
         (tenant_id, id, at, kind, outcome, actor, means, remote_address, correlation_id, bal_id, message_id, facts)
       select $1, e.id, $2, e.kind, e.outcome, $3, $4, $5, $6, e.bal_id, e.message_id, e.facts
         from jsonb_to_recordset($7)
           as e(id uuid, kind text, outcome text, bal_id uuid, message_id uuid, facts jsonb)`,
      [tenantId, at, withoutNul(actor), means, remoteAddress, correlationId, withoutNul(rows)],
    );
  }
}

// PostgreSQL's jsonb has no U+0000, and a peer must not be able to prevent the trace of what it sent.
function withoutNul(value: unknown): string {
  return JSON.stringify(value).replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1\\ufffd');
}
