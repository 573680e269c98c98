import { PgFolders } from '@cachet/mailstore';
import {
  askExport,
  type BalContent,
  done,
  type ExportFormat,
  type ExportDesk as ExportStores,
  type Folder,
  grantExport,
  noteExportTaken,
  noteFolderTaken,
  type OpenExport,
  type Outcome,
  openExport,
  parseUuid,
  refused,
  type TenantId,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import {
  PgBalList,
  PgBalStore,
  PgCompliance,
  PgJournal,
  PgOperations,
  PgRoles,
  type TenantSql,
} from '@cachet/schema';
import type { Container } from '../container.js';
import { type Destination, isGood, LINK_LASTS, ticketOf } from '../links/ticket.js';
import { showOperation } from '../operations/show-operation.js';
import type { BalReads } from '../reads/bal-reads.js';
import type { MailReads } from '../reads/mail-reads.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { BalExportLinkType } from '../types/bal-export.js';
import type { OperationType } from '../types/operation.js';

/** One archive of an export. */
export interface LinkedExport {
  readonly operationId: string;
  readonly format: ExportFormat;
}

/** All the messages of a BAL, asked for, granted when it is suspended, and taken away by whoever asked. */
export class ExportDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
    private readonly bals: BalReads,
    private readonly mail: MailReads,
  ) {}

  /** Refuses notFound, balNotOpen, readRightMissing, forbidden. */
  async ask(id: string): Promise<Outcome<OperationType>> {
    const balId = parseUuid(id);
    const held = balId && (await this.bals.held(balId));
    if (!balId || !held) return refused('notFound');
    return this.#in(held.tenantId, async (sql) => {
      const asked = await askExport(sql.context, this.#stores(sql), newId, balId);
      return asked.ok ? shown(sql, asked.value) : asked;
    });
  }

  /** Refuses notFound, forbidden, scopeMissing, operationOver. */
  async grant(structureId: string, id: string): Promise<Outcome<OperationType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    return this.#in(allowed.value, async (sql) => {
      const granted = await grantExport(sql.context, this.#stores(sql), parseUuid(id) ?? newId());
      return granted.ok ? shown(sql, id) : granted;
    });
  }

  /** For this session alone, and for minutes. Refuses notFound, balSuspended, operationOver, and as `ask`. */
  async link(asked: LinkedExport): Promise<Outcome<BalExportLinkType>> {
    const { caller } = this.tenants;
    const found = await this.#open(asked.operationId);
    if (!found.ok) return found;
    if (caller.kind !== 'person') return refused('notFound');
    const { tenantId, balId } = found.value;
    const expiresAt = new Date(this.container.wallClock().getTime() + LINK_LASTS);
    const ticket = ticketOf(caller.sessionId, expiresAt, await this.#destination(tenantId, asked));
    const query = `operation=${asked.operationId}&ticket=${ticket}`;
    return done({ url: `/exports/${balId}/${asked.format}?${query}`, expiresAt });
  }

  /** Whether that ticket was given to the caller's session, for that archive, and still serves. */
  async honours(asked: LinkedExport, ticket: string): Promise<boolean> {
    const { caller } = this.tenants;
    const found = await this.#open(asked.operationId);
    if (!found.ok || caller.kind !== 'person') return false;
    const destination = await this.#destination(found.value.tenantId, asked);
    return isGood(ticket, caller.sessionId, this.container.wallClock(), destination);
  }

  /** What is taken away, whose operation follows it folder by folder. Refuses as `link`. */
  async takeAway({ operationId, format }: LinkedExport): Promise<Outcome<BalContent>> {
    const found = await this.#open(operationId);
    if (!found.ok) return found;
    const { tenantId, balId, isGranted } = found.value;
    const content = await this.mail.takeAway({ tenantId, balId }, format, isGranted);
    if (!content.ok) return content;
    const taken = (folder: Folder) =>
      this.#in(tenantId, (sql) => noteFolderTaken(this.#stores(sql), operationId, folder.id));
    return done({ ...content.value, items: (folder) => noted(content.value, folder, taken) });
  }

  /** The archive left whole. */
  async taken({ operationId }: LinkedExport): Promise<void> {
    const found = await this.#open(operationId);
    if (!found.ok) return;
    await this.#in(found.value.tenantId, (sql) => noteExportTaken(this.#stores(sql), operationId));
  }

  /** In whichever tenant of the caller it is. */
  async #open(id: string): Promise<Outcome<OpenExport & { readonly tenantId: TenantId }>> {
    const operationId = parseUuid(id);
    const { caller } = this.tenants;
    if (!operationId || caller.kind !== 'person') return refused('notFound');
    for (const tenantId of await this.tenants.list()) {
      const found = await this.#in(tenantId, (sql) =>
        openExport(sql.context, this.#stores(sql), operationId),
      );
      if (found.ok) return done({ ...found.value, tenantId });
      if (found.refusal.code !== 'notFound') return found;
    }
    return refused('notFound');
  }

  async #destination(tenantId: TenantId, { operationId, format }: LinkedExport): Promise<Destination> {
    const keys = await this.container.safe.keys.for(this.tenants.contextOf(tenantId));
    return { keys, purpose: 'export links', path: [operationId, format] };
  }

  #stores(sql: TenantSql): ExportStores {
    return {
      roles: new PgRoles(sql),
      journal: new PgJournal(sql),
      compliance: new PgCompliance(sql),
      operations: new PgOperations(sql),
      bals: new PgBalStore(sql),
      administered: (balId) => new PgBalList(sql).byId(balId),
      foldersOf: (balId) => new PgFolders(sql, this.container.safe, balId).list(),
    };
  }

  #in<T>(tenantId: TenantId, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), work);
  }
}

/** The items of a folder; once they all left, that is noted. */
async function* noted(
  content: BalContent,
  folder: Folder,
  taken: (folder: Folder) => Promise<boolean>,
): ReturnType<BalContent['items']> {
  yield* content.items(folder);
  if (!(await taken(folder))) throw new Error('the export was stopped while it was taken away');
}

async function shown(sql: TenantSql, id: string): Promise<Outcome<OperationType>> {
  const operation = await new PgOperations(sql).byId(id);
  return operation ? done(showOperation(operation, sql.context.tenantId)) : refused('notFound');
}
