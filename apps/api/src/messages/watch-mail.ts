import { type FolderKnown, type FolderNewsSince, folderNewsSince, foldersKnown } from '@cachet/mailstore';
import { parseUuid, refused, type TenantContext } from '@cachet/mss-core';
import { signedIn } from '../context/api-context.js';
import { refusalError } from '../errors/refusal-error.js';
import type { SocketContext } from '../events/socket-context.js';
import type { ReadableBal } from '../reads/bal-reads.js';
import { messageIdOf } from '../reads/located.js';
import { spoken } from '../reads/spoken.js';
import { MailChangeKind, type MailChangeType } from '../types/mail-change.js';
import { type MailKnown, mailCursor, readMailCursor } from './mail-cursor.js';
import { type MailHeard, MailSource } from './mail-source.js';

export interface WatchMailArguments {
  readonly balId: string;
  readonly folderId?: string | null;
  readonly after?: string | null;
}

/** Ids of one change at most; beyond, the folder is read again. */
const MOST_IDS = 500;
const UNKNOWN: FolderKnown = { modseq: 0, uidNext: 1 };

/**
 * What changes in a BAL that the caller reads, or in one of its folders, from that cursor or from now on; announced to IDLE and to these
 * at one moment. @throws GraphQLError notFound, balSuspended, readRightMissing, folderUnknown, inputInvalid.
 */
export async function watchMail({
  args,
  context,
}: {
  readonly args: WatchMailArguments;
  readonly context: SocketContext;
}): Promise<AsyncIterableIterator<MailChangeType>> {
  const { container, guard } = context;
  const readable = spoken(await signedIn(context).bals.readable(args.balId));
  const after = args.after ? readMailCursor(args.after) : null;
  if (args.after && !after) throw refusalError(refused('inputInvalid', { field: 'after' }).refusal);
  const isAllowed = async () => (await context.renew().desks.bals.readable(args.balId)).ok;
  const release = guard.demand(isAllowed);
  const source = new MailSource(
    container.database.changes,
    readable.tenantId,
    readable.balId,
    () => void guard.check(),
  );
  const watch = new MailWatch(context, readable, source, args.folderId ?? null);
  try {
    await watch.begin(after);
  } catch (fault) {
    await source.return();
    release();
    throw fault;
  }
  return new MailReader(context, source, watch, isAllowed, release);
}

/** One who follows a BAL. The right to is asked at each change, and between them by the socket's guard. */
class MailReader implements AsyncIterableIterator<MailChangeType> {
  readonly #waiting: MailChangeType[];

  constructor(
    private readonly context: SocketContext,
    private readonly source: MailSource,
    private readonly watch: MailWatch,
    private readonly isAllowed: () => Promise<boolean>,
    private readonly release: () => void,
  ) {
    this.#waiting = [watch.start()];
  }

  async next(): Promise<IteratorResult<MailChangeType>> {
    for (;;) {
      const change = this.#waiting.shift();
      if (change) return { done: false, value: change };
      const heard = await this.source.next();
      if (heard.done) return { done: true, value: undefined };
      await this.#read(heard.value);
    }
  }

  async return(): Promise<IteratorResult<MailChangeType>> {
    this.release();
    await this.source.return();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** What cannot be read now is heard of again when the database is back. */
  async #read(heard: MailHeard): Promise<void> {
    const { container, correlationId, guard } = this.context;
    try {
      const may = (await guard.mayStillCall()) && (await this.isAllowed());
      if (may) this.#waiting.push(...(await this.watch.read(heard)));
      else guard.forbid();
    } catch (err) {
      container.logger.warn({ err, correlationId }, 'a change of a BAL could not be read');
    }
  }
}

/** One BAL, as far as its watcher knows it. */
class MailWatch {
  #known = new Map<string, FolderKnown>();

  constructor(
    private readonly context: SocketContext,
    private readonly bal: ReadableBal,
    private readonly source: MailSource,
    private readonly folderId: string | null,
  ) {}

  /** Listens before it looks, so that nothing falls between. @throws GraphQLError folderUnknown. */
  async begin(after: MailKnown | null): Promise<void> {
    await this.#list();
    const folders = await this.#list();
    if (this.folderId !== null && folders.size === 0) throw refusalError(refused('folderUnknown').refusal);
    this.#known = new Map(folders);
    if (!after) return;
    for (const [id, now] of folders) {
      const known = after.get(id) ?? UNKNOWN;
      this.#known.set(id, known);
      if (known.modseq < now.modseq) this.source.look(id);
    }
  }

  start(): MailChangeType {
    return this.#change(MailChangeKind.START, null, null);
  }

  async read(heard: MailHeard): Promise<readonly MailChangeType[]> {
    if (heard !== 'folders') {
      const change = await this.#ofFolder(heard.folderId);
      return change ? [change] : [];
    }
    const folders = await this.#list();
    for (const id of [...this.#known.keys()]) if (!folders.has(id)) this.#known.delete(id);
    for (const id of folders.keys()) {
      if (this.#known.has(id)) continue;
      this.#known.set(id, UNKNOWN);
      this.source.look(id);
    }
    return [this.#change(MailChangeKind.FOLDERS, null, null)];
  }

  async #ofFolder(id: string): Promise<MailChangeType | null> {
    const since = this.#known.get(id);
    if (!since) return null;
    const { balId } = this.bal;
    const news = await this.#in((tenant) =>
      this.context.container.database.withTenant(tenant, (sql) =>
        folderNewsSince(sql, balId, id, since, MOST_IDS),
      ),
    );
    if (!news || news.now.modseq <= since.modseq) return null;
    this.#known.set(id, news.now);
    return this.#change(MailChangeKind.FOLDER, id, news);
  }

  /** The folders that are watched, which are listened to from now on. */
  async #list(): Promise<ReadonlyMap<string, FolderKnown>> {
    const { database } = this.context.container;
    const all = await this.#in((tenant) =>
      database.withTenant(tenant, (sql) => foldersKnown(sql, this.bal.balId)),
    );
    const only = this.folderId === null ? null : parseUuid(this.folderId);
    const watched = this.folderId === null ? all : new Map([...all].filter(([id]) => id === only));
    this.source.follow(watched.keys());
    return watched;
  }

  #in<T>(work: (tenant: TenantContext) => Promise<T>): Promise<T> {
    return work({ ...this.context.renew().act, tenantId: this.bal.tenantId });
  }

  #change(kind: MailChangeKind, folderId: string | null, news: FolderNewsSince | null): MailChangeType {
    const idsOf = (uids: readonly number[] = []) =>
      folderId === null ? [] : uids.map((uid) => messageIdOf({ folderId, uid }));
    return {
      ...{ balId: this.bal.balId, kind, folderId, cursor: mailCursor(this.#known) },
      ...{ total: news?.messages ?? null, unread: news?.unseen ?? null },
      arrived: idsOf(news?.arrived),
      changed: idsOf(news?.changed),
      removed: idsOf(news?.removed),
      complete: news?.isWhole ?? true,
    };
  }
}
