import { eventOfTrace, type Journal, type TraceEvent } from '@cachet/mss-core';
import { newRowId } from '../row-id.js';
import type { TenantSql } from '../sql.js';
import { eventRows } from './event-rows.js';
import { type SealSubject, traceRows } from './trace-rows.js';

/** The traces of one tenant, written in the transaction of the act they tell; those that others follow are told as events too. */
export class PgJournal implements Journal {
  /** `newId` names each trace: by one of them its transaction can be known again. `sealer` is asked where a trace has a subject. */
  constructor(
    private readonly sql: TenantSql,
    private readonly newId: () => string = newRowId,
    private readonly sealer: (() => Promise<SealSubject>) | null = null,
  ) {}

  async record(events: readonly TraceEvent[]): Promise<void> {
    if (events.length === 0) return;
    const isTelling = events.some(({ subject }) => typeof subject === 'string');
    const seal = isTelling ? await this.sealer?.() : undefined;
    const tools = { newId: this.newId, ...(seal && { seal }) };
    const traces = traceRows(this.sql.context, events, tools);
    const told = events.map(eventOfTrace).filter((event) => event !== null);
    if (told.length === 0) return void (await this.sql.query('select add_traces(null, $1)', [traces]));
    const rows = eventRows(this.sql.context.at, told);
    await this.sql.query('select add_traces(null, $1), add_events($2)', [traces, rows]);
  }
}
