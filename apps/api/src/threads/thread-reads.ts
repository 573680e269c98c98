import { linkMessages, PgThreads, type ThreadPlace, type ThreadScope } from '@cachet/mailstore';
import { parseUuid } from '@cachet/mss-core';
import { NO_ROWS, type PageRequest, pageBy } from '@cachet/schema';
import type { Container } from '../container.js';
import type { BalReads } from '../reads/bal-reads.js';
import type { InBal, LocatedFolder, LocatedMessage } from '../reads/located.js';
import type { MailReads } from '../reads/mail-reads.js';
import { connectionOf, readPageBy, textOf } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import { FolderUseName } from '../types/enums.js';
import type { AddressType, MessageConnection } from '../types/message.js';
import type { PageArguments } from '../types/page.js';
import type { ThreadConnection } from '../types/thread.js';
import { type LocatedThread, placeText, readPlaceText, showThread } from './located-thread.js';
import { ThreadShelf } from './thread-shelf.js';

/** Messages put in conversations while somebody waits; the job of the jobs does the rest. */
const LINKED_WHILE_ASKED = 500;
const LEFT_OUT: ReadonlySet<FolderUseName | null> = new Set([FolderUseName.TRASH, FolderUseName.JUNK]);
const MOST_PARTICIPANTS = 20;

/** The conversations of BAL the caller may read. Nobody else reaches one from here, managers and partners included. */
export class ThreadReads {
  readonly #shelf: ThreadShelf;

  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly bals: BalReads,
    private readonly mail: MailReads,
  ) {
    this.#shelf = new ThreadShelf(container.database, tenants, mail);
  }

  /** None for whoever may not read the BAL. @throws GraphQLError inputInvalid. */
  async ofBal(balId: string, page: PageArguments): Promise<ThreadConnection> {
    const request = readPage(page);
    const readable = await this.bals.readable(balId);
    if (!readable.ok) return NOTHING;
    return this.#page(readable.value, await this.#scope(balId, null), request);
  }

  /** @throws GraphQLError inputInvalid. */
  async ofFolder({ at, id }: LocatedFolder, page: PageArguments): Promise<ThreadConnection> {
    const request = readPage(page);
    return this.#page(at, await this.#scope(at.balId, id), request);
  }

  /** Null for whoever may not read the BAL, and when it has none of that id. */
  async one(balId: string, id: string): Promise<LocatedThread | null> {
    const readable = await this.bals.readable(balId);
    const threadId = parseUuid(id);
    if (!readable.ok || !threadId) return null;
    const scope = await this.#scope(balId, null);
    const totals = await this.#in(readable.value, (threads) => threads.totals([threadId], scope));
    const known = totals.get(threadId);
    return known ? showThread(readable.value, scope, threadId, known) : null;
  }

  /** The newest first. @throws GraphQLError inputInvalid. */
  async messages(thread: LocatedThread, page: PageArguments): Promise<MessageConnection> {
    const found = await this.#shelf.messages({ thread, request: readPage(page) });
    return connectionOf(
      found,
      ({ message }) => message,
      ({ place }) => placeText(place),
    );
  }

  /** Of the oldest message that is there. */
  async subject(thread: LocatedThread): Promise<string | null> {
    return (await this.#shelf.ends(thread))[0]?.subject ?? null;
  }

  /** Who wrote its latest messages and its first, in the order in which they first spoke. */
  async participants(thread: LocatedThread): Promise<AddressType[]> {
    const writers = (await this.#shelf.ends(thread)).flatMap(({ from }: LocatedMessage) => from);
    const byAddress = new Map<string, AddressType>();
    for (const person of writers) {
      const key = person.address.toLowerCase();
      if (!byAddress.get(key)?.name) byAddress.set(key, person);
    }
    return [...byAddress.values()].slice(0, MOST_PARTICIPANTS);
  }

  async #page(at: InBal, scope: ThreadScope, request: PageRequest<ThreadPlace>): Promise<ThreadConnection> {
    const { database, safe } = this.container;
    const context = this.tenants.contextOf(at.tenantId);
    const linked = { database, safe, context, balId: at.balId };
    const complete = await linkMessages(linked, {
      atMost: LINKED_WHILE_ASKED,
      preferred: scope.folderId,
    });
    const { listed, totals } = await this.#in(at, async (threads) => {
      const page = await pageBy(request, (walk) => threads.newest(scope, walk));
      const ids = page.rows.map(({ threadId }) => threadId);
      return { listed: page, totals: await threads.totals(ids, scope) };
    });
    const rows = listed.rows.flatMap((row) => {
      const known = totals.get(row.threadId);
      return known ? [{ row, thread: showThread(at, scope, row.threadId, known) }] : [];
    });
    const connection = connectionOf(
      { ...listed, rows },
      ({ thread }) => thread,
      ({ row }) => placeText(row),
    );
    return { ...connection, complete };
  }

  /** Trash and junk are no part of a conversation, unless one looks at them. */
  async #scope(balId: string, folderId: string | null): Promise<ThreadScope> {
    const folders = await this.mail.folders(balId);
    const shown = folders.filter(({ id, specialUse }) => id === folderId || !LEFT_OUT.has(specialUse));
    return { folderId, folderIds: shown.map(({ id }) => id) };
  }

  #in<T>({ tenantId, balId }: InBal, work: (threads: PgThreads) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), (sql) =>
      work(new PgThreads(sql, balId)),
    );
  }
}

function readPage(page: PageArguments): PageRequest<ThreadPlace> {
  return spoken(readPageBy(page, (cursor) => readPlaceText(textOf(cursor))));
}

const NOTHING: ThreadConnection = {
  ...connectionOf<LocatedThread, LocatedThread>(NO_ROWS, (row) => row, String),
  complete: true,
};
