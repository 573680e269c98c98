import { done, type EventKind, hearEvents, type Outcome, refused, type TenantId } from '@cachet/mss-core';
import { PgEvents, type TenantSql } from '@cachet/schema';
import type { Container } from '../container.js';
import { connectionOf, isPageSize, type PageArguments } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { StructureEventConnection } from '../types/event.js';
import { eventCursor, eventPlace, readEventCursor } from './event-cursor.js';
import { showEvent } from './show-event.js';

/** What somebody may hear of in one structure. */
export interface Hearing {
  readonly tenantId: TenantId;
  readonly kinds: readonly EventKind[];
}

/** What happened in a structure, for who follows it and who catches up. */
export class EventsDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  /** Refuses notFound, scopeMissing. */
  async hearing(structureId: string, kinds: readonly EventKind[] | null): Promise<Outcome<Hearing>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const heard = hearEvents(await this.structures.viewer(allowed.value), kinds);
    return heard.ok ? done({ tenantId: allowed.value, kinds: heard.value }) : heard;
  }

  /** Oldest first, from the oldest that is kept unless told. @throws GraphQLError notFound, scopeMissing, inputInvalid, cursorTooOld. */
  async page(
    structureId: string,
    { first, after }: PageArguments,
    kinds: readonly EventKind[] | null,
  ): Promise<StructureEventConnection> {
    if (!isPageSize(first)) spoken(refused('inputInvalid', { field: 'first' }));
    const hearing = spoken(await this.hearing(structureId, kinds));
    return this.#in(hearing.tenantId, async (sql) => {
      const events = new PgEvents(sql);
      const marks = await events.settle();
      const from = after === null ? marks.forgotten : spoken(readEventCursor(after, marks));
      const found = await events.after(from, first + 1, hearing.kinds);
      const page = { rows: found.slice(0, first), hasMore: found.length > first };
      return connectionOf(page, after, showEvent, ({ position }) => eventPlace(position));
    });
  }

  /** Where the log ends now. @throws GraphQLError notFound, scopeMissing. */
  async lastCursor(structureId: string): Promise<string> {
    const { tenantId } = spoken(await this.hearing(structureId, null));
    const { settled } = await this.#in(tenantId, (sql) => new PgEvents(sql).settle());
    return eventCursor(settled);
  }

  #in<T>(tenantId: TenantId, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), work);
  }
}
