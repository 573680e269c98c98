import {
  type Attachment,
  type MailSafe,
  openAttachment,
  PgFolders,
  PgMessageBytes,
  StoreDamaged,
} from '@cachet/mailstore';
import {
  type BalContent,
  done,
  type ExportFormat,
  exportBal,
  type FolderItem,
  type MessageBytes,
  type MessageStructure,
  type Outcome,
  parseUuid,
  readMessage,
  refused,
  SEEN,
  uidSetOf,
} from '@cachet/mss-core';
import { type Database, PgBalStore, PgJournal, type TenantSql } from '@cachet/schema';
import { bodyOf } from '../mail-html/body-of.js';
import { rangesOf } from '../mail-html/ranges.js';
import { FolderSearch, type MessageFilter, searchKeyOf } from '../messages/search-messages.js';
import type { MessageBodyType, MessageConnection } from '../types/message.js';
import type { PageArguments } from '../types/page.js';
import type { BalReads } from './bal-reads.js';
import { folderPage } from './folder-page.js';
import { FolderShelf } from './folder-shelf.js';
import {
  type InBal,
  type LocatedFolder,
  type LocatedMessage,
  messageIdOf,
  type Place,
  readPlace,
} from './located.js';
import { readPageBy, textOf } from './page.js';
import { NO_MESSAGES, searchPage } from './search-page.js';
import { showFolder, showMessage } from './show-message.js';
import { spoken } from './spoken.js';
import type { TenantsOfCaller } from './tenants-of-caller.js';

/** An attachment about to be sent, decoded as it streams. */
export interface OpenedAttachment {
  readonly attachment: Attachment;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The messages of BAL the caller may read. Nobody else reaches one from here, managers and partners included. */
export class MailReads {
  readonly #shelf: FolderShelf;

  constructor(
    private readonly database: Database,
    private readonly safe: MailSafe,
    private readonly tenants: TenantsOfCaller,
    private readonly bals: BalReads,
  ) {
    this.#shelf = new FolderShelf(database, safe, tenants.act);
  }

  /** None for whoever may not read the BAL. */
  async folders(balId: string): Promise<readonly LocatedFolder[]> {
    const readable = await this.bals.readable(balId);
    return readable.ok ? this.#shelf.of(readable.value) : [];
  }

  /** Newest first, by the order in which they came into the folder. @throws GraphQLError oneDirectionNeeded, inputInvalid. */
  messages(folder: LocatedFolder, page: PageArguments): Promise<MessageConnection> {
    return folderPage(folder, page, this.#reading(folder.at));
  }

  /** None for whoever may not read the BAL. @throws GraphQLError oneDirectionNeeded, inputInvalid, limitReached. */
  async search(
    balId: string,
    filter: MessageFilter & { readonly folderId?: string | null },
    page: PageArguments,
  ): Promise<MessageConnection> {
    const request = spoken(readPageBy(page, (cursor) => readPlace(textOf(cursor))));
    const key = spoken(searchKeyOf(filter));
    const readable = await this.bals.readable(balId);
    const all = readable.ok ? await this.#shelf.of(readable.value) : [];
    const ids = all
      .map(({ id }) => id)
      .filter((id) => !filter.folderId || id === filter.folderId.toLowerCase());
    if (!readable.ok || ids.length === 0) return NO_MESSAGES;
    const found = await searchPage(
      new FolderSearch(this.#reading(readable.value), ids, key, filter.hasAttachments ?? null),
      request,
      readable.value,
    );
    return spoken(found);
  }

  /** As it now is. Refuses notFound, balSuspended, readRightMissing, folderUnknown. */
  async folder(balId: string, folderId: string): Promise<Outcome<LocatedFolder>> {
    const readable = await this.bals.readable(balId);
    if (!readable.ok) return readable;
    const id = parseUuid(folderId);
    const folder = id && (await this.#reading(readable.value).byId(id));
    return folder ? done(showFolder(readable.value, folder)) : refused('folderUnknown');
  }

  /** Messages of one BAL that the caller may read, in the order asked; those that are not there, or damaged, are left out. */
  async located(at: InBal, places: readonly Place[]): Promise<LocatedMessage[]> {
    const shown = new Map<string, LocatedMessage>();
    const byFolder = Map.groupBy(places, ({ folderId }) => folderId);
    const folders = this.#reading(at);
    for (const [folderId, there] of byFolder) {
      const items = await folders.items(folderId, uidSetOf(there.map(({ uid }) => uid)));
      for await (const [item, structure] of withStructures(folders, items)) {
        const message = showMessage(at, folderId, item, structure);
        shown.set(message.id, message);
      }
    }
    return places.map((place) => shown.get(messageIdOf(place))).filter((message) => message !== undefined);
  }

  /** Refuses notFound, balSuspended, readRightMissing. */
  async message(balId: string, id: string): Promise<Outcome<LocatedMessage>> {
    const readable = await this.bals.readable(balId);
    if (!readable.ok) return readable;
    const place = readPlace(id);
    const message = place && (await find(this.#reading(readable.value), readable.value, place));
    return message ? done(message) : refused('notFound');
  }

  /** Refuses as `message`. The change is traced by the store, in its transaction. */
  async markSeen(balId: string, id: string, seen: boolean): Promise<Outcome<LocatedMessage>> {
    const readable = await this.bals.readable(balId);
    if (!readable.ok) return readable;
    const place = readPlace(id);
    if (!place) return refused('notFound');
    return this.#in(readable.value, async (_sql, folders) => {
      const change = { mode: seen ? 'add' : 'remove', flags: [SEEN] } as const;
      const stored = await folders.storeFlags(place.folderId, uidSetOf([place.uid]), change);
      if (!stored.ok) return stored.refusal.code === 'folderUnknown' ? refused('notFound') : stored;
      const message = await find(folders, readable.value, place);
      return message ? done(message) : refused('notFound');
    });
  }

  /** What a person reads of a message, made harmless. @throws GraphQLError when the right to read it has just ended. */
  async body(message: LocatedMessage): Promise<MessageBodyType> {
    spoken(await this.#read(message));
    return bodyOf(message.structure, rangesOf(this.#bytes(message.at), message.item.messageId));
  }

  /** All its octets, read and traced as a reading. @throws GraphQLError when the right to read it has just ended. */
  async whole(message: LocatedMessage): Promise<AsyncIterable<Uint8Array>> {
    spoken(await this.#read(message));
    const stored = await this.#bytes(message.at).open(message.item.messageId);
    if (!stored) throw new StoreDamaged(`message ${message.item.messageId} is gone`);
    return stored.bytes;
  }

  /** Refuses as `message`. */
  async openAttachment(balId: string, id: string, partId: string): Promise<Outcome<OpenedAttachment>> {
    const found = await this.message(balId, id);
    if (!found.ok) return found;
    const { at, structure, item } = found.value;
    const opened = openAttachment(structure, partId, rangesOf(this.#bytes(at), item.messageId));
    if (!opened) return refused('notFound');
    const read = await this.#read(found.value, opened.attachment.partId);
    return read.ok ? done(opened) : read;
  }

  /** Refuses notFound, balSuspended, readRightMissing, forbidden. */
  async takeAway(at: InBal, format: ExportFormat, isGranted = false): Promise<Outcome<BalContent>> {
    const ports = {
      inBal: <T>(
        _context: unknown,
        _balId: string,
        work: (stores: { bals: PgBalStore; folders: PgFolders; journal: PgJournal }) => Promise<T>,
      ) =>
        this.#in(at, (sql, folders) =>
          work({ bals: new PgBalStore(sql), folders, journal: new PgJournal(sql) }),
        ),
      bytes: () => this.#bytes(at),
    };
    return exportBal(ports, this.tenants.contextOf(at.tenantId), at.balId, format, isGranted);
  }

  /** Whether there is such a part, without opening it. Refuses as `message`. */
  async attachmentThere(balId: string, id: string, partId: string): Promise<Outcome<LocatedMessage>> {
    const found = await this.message(balId, id);
    if (!found.ok) return found;
    const opened = openAttachment(found.value.structure, partId, () => NOTHING);
    return opened ? found : refused('notFound');
  }

  /** Parts of one message, to go with another; the reading is traced once. Refuses notFound. @throws as `whole` */
  async parts(
    message: LocatedMessage,
    partIds: readonly string[],
  ): Promise<Outcome<readonly OpenedAttachment[]>> {
    if (partIds.length === 0) return done([]);
    spoken(await this.#read(message));
    const ranges = rangesOf(this.#bytes(message.at), message.item.messageId);
    const opened = partIds.map((partId) => openAttachment(message.structure, partId, ranges));
    return opened.every((part) => part !== null) ? done(opened) : refused('notFound');
  }

  #read({ at, item, folderId }: LocatedMessage, part?: string): Promise<Outcome<void>> {
    return this.#in(at, async (sql) => {
      const stores = { bals: new PgBalStore(sql), journal: new PgJournal(sql) };
      const { messageId, uid } = item;
      return readMessage(sql.context, stores, {
        balId: at.balId,
        messageId,
        folderId,
        uid,
        ...(part === undefined ? {} : { part }),
      });
    });
  }

  #bytes({ tenantId, balId }: InBal): MessageBytes {
    return PgMessageBytes.of(this.database, this.safe, this.tenants.contextOf(tenantId), balId);
  }

  /** For questions that change nothing. */
  #reading({ tenantId, balId }: InBal): PgFolders {
    return new PgFolders(this.database.reading(this.tenants.contextOf(tenantId)), this.safe, balId);
  }

  #in<T>({ tenantId, balId }: InBal, work: (sql: TenantSql, folders: PgFolders) => Promise<T>): Promise<T> {
    return this.database.withTenant(this.tenants.contextOf(tenantId), (sql) =>
      work(sql, new PgFolders(sql, this.safe, balId)),
    );
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
const NOTHING = nothing();

/** Each with its structure, as many at one time as memory should hold; those that are damaged are left out. */
async function* withStructures(
  folders: PgFolders,
  items: readonly FolderItem[],
): AsyncGenerator<readonly [FolderItem, MessageStructure]> {
  for (let from = 0; from < items.length; ) {
    const some = items.slice(from, from + 100);
    const structures = await folders.structures(some.map(({ messageId }) => messageId));
    const known = some.findLastIndex(({ messageId }) => structures.has(messageId)) + 1 || some.length;
    for (const item of some.slice(0, known)) {
      const structure = structures.get(item.messageId);
      if (structure) yield [item, structure];
    }
    from += known;
  }
}

async function find(
  folders: PgFolders,
  { tenantId, balId }: InBal,
  { folderId, uid }: Place,
): Promise<LocatedMessage | null> {
  const [item] = await folders.items(folderId, uidSetOf([uid]));
  if (!item) return null;
  const structure = (await folders.structures([item.messageId])).get(item.messageId);
  if (structure === null) throw new StoreDamaged(`message ${item.messageId} is damaged`);
  return structure ? showMessage({ tenantId, balId }, folderId, item, structure) : null;
}
