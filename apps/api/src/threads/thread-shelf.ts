import { PgThreads, type ThreadPlace } from '@cachet/mailstore';
import {
  behind,
  type Database,
  type Page,
  type PageRequest,
  pageOf,
  type Walk,
  walkFromEnd,
  wantedBy,
} from '@cachet/schema';
import DataLoader from 'dataloader';
import { type LocatedMessage, messageIdOf } from '../reads/located.js';
import type { MailReads } from '../reads/mail-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { LocatedThread } from './located-thread.js';

/** Messages looked at to say who takes part. */
const LATEST = 10;

/** A page of the messages of a conversation. */
export interface MessagesAsked {
  readonly thread: LocatedThread;
  readonly request: PageRequest<ThreadPlace>;
}

export interface PlacedMessage {
  readonly message: LocatedMessage;
  readonly place: ThreadPlace;
}

export type MessagesFound = Page<PlacedMessage>;

/** Messages of conversations; what is asked of all those of a page is read together. */
export class ThreadShelf {
  readonly #messages = new DataLoader<MessagesAsked, MessagesFound>(
    (asked) => this.#together(asked, pageKey, (group) => this.#pages(group)),
    { cache: false },
  );
  readonly #ends = new DataLoader<LocatedThread, readonly LocatedMessage[], string>(
    (asked) => this.#together(asked, scopeKey, (group) => this.#endsOf(group)),
    { cacheKeyFn: (thread) => `${thread.id} ${scopeKey(thread)}` },
  );

  constructor(
    private readonly database: Database,
    private readonly tenants: TenantsOfCaller,
    private readonly mail: MailReads,
  ) {}

  messages(asked: MessagesAsked): Promise<MessagesFound> {
    return this.#messages.load(asked);
  }

  /** The oldest message and the latest ones, oldest first. */
  ends(thread: LocatedThread): Promise<readonly LocatedMessage[]> {
    return this.#ends.load(thread);
  }

  async #together<K, V>(
    asked: readonly K[],
    keyOf: (each: K) => string,
    read: (group: readonly K[]) => Promise<readonly V[]>,
  ): Promise<V[]> {
    const found = new Map<K, V>();
    const groups = Map.groupBy(asked, keyOf);
    for (const group of groups.values()) {
      const values = await read(group);
      for (const [index, each] of group.entries()) found.set(each, values[index] as V);
    }
    return asked.map((each) => found.get(each) as V);
  }

  async #pages(asked: readonly MessagesAsked[]): Promise<readonly MessagesFound[]> {
    const [first] = asked;
    if (!first) return [];
    const { request } = first;
    const threads = asked.map(({ thread }) => thread);
    const members = await this.#members(threads, wantedBy(request));
    const back = behind(request);
    const others = back === null ? [] : await this.#members(threads, back);
    const pages = members.map((places, index) => pageOf(places, request, (others[index]?.length ?? 0) > 0));
    const shown = await this.#shown(
      threads,
      pages.map(({ rows }) => rows),
    );
    return pages.map(({ rows, ...where }) => ({
      rows: rows.flatMap((place) => {
        const message = shown.get(messageIdOf(place));
        return message ? [{ message, place }] : [];
      }),
      ...where,
    }));
  }

  async #endsOf(threads: readonly LocatedThread[]): Promise<readonly (readonly LocatedMessage[])[]> {
    const latest = await this.#members(threads, walkFromEnd(LATEST));
    const oldest = await this.#members(threads, walkFromEnd(1, true));
    const ends = threads.map((_, index) => {
      const places = [...(latest[index] ?? []), ...(oldest[index] ?? [])];
      const distinct = new Map(places.map((place) => [messageIdOf(place), place]));
      return [...distinct.values()].reverse().sort((a, b) => a.at - b.at);
    });
    const shown = await this.#shown(threads, ends);
    return ends.map((places) => places.flatMap((place) => shown.get(messageIdOf(place)) ?? []));
  }

  /** Those of one scope. */
  async #members(
    threads: readonly LocatedThread[],
    walk: Walk<ThreadPlace>,
  ): Promise<readonly (readonly ThreadPlace[])[]> {
    const [first] = threads;
    if (!first) return [];
    const { at, scope } = first;
    const ids = [...new Set(threads.map(({ id }) => id))];
    const members = await this.database.withTenant(this.tenants.contextOf(at.tenantId), (sql) =>
      new PgThreads(sql, at.balId).members(ids, scope, walk),
    );
    return threads.map(({ id }) => members.get(id) ?? []);
  }

  async #shown(
    [first]: readonly LocatedThread[],
    places: readonly (readonly ThreadPlace[])[],
  ): Promise<ReadonlyMap<string, LocatedMessage>> {
    const messages = first ? await this.mail.located(first.at, places.flat()) : [];
    return new Map(messages.map((message) => [message.id, message]));
  }
}

function scopeKey({ at, scope }: LocatedThread): string {
  return `${at.tenantId} ${at.balId} ${scope.folderId} ${scope.folderIds.join()}`;
}

function pageKey({ thread, request }: MessagesAsked): string {
  return `${scopeKey(thread)} ${JSON.stringify(request)}`;
}
