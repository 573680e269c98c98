import { done, type EventKind, hearEvents, type Outcome, type TenantId } from '@cachet/mss-core';
import { PgEvents, type TenantSql } from '@cachet/schema';
import type { Container } from '../container.js';
import { connectionOf } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { StructureEventConnection } from '../types/event.js';
import type { PageArguments } from '../types/page.js';
import { eventCursor, eventPlace, readEventPage } from './event-cursor.js';
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
    page: PageArguments,
    kinds: readonly EventKind[] | null,
  ): Promise<StructureEventConnection> {
    const hearing = spoken(await this.hearing(structureId, kinds));
    return this.#in(hearing.tenantId, async (sql) => {
      const events = new PgEvents(sql);
      const request = spoken(readEventPage(page, await events.settle()));
      const found = await events.page(request, hearing.kinds);
      return connectionOf(found, showEvent, ({ position }) => eventPlace(position));
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
