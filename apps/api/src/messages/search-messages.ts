import type { PgFolders } from '@cachet/mailstore';
import {
  type Day,
  done,
  FLAGGED,
  type FolderItem,
  type MessageStructure,
  type Outcome,
  refused,
  SEEN,
  type SearchKey,
  uidSetOf,
} from '@cachet/mss-core';
import type { Walk } from '@cachet/schema';
import type { Place } from '../reads/located.js';

/** What somebody looks for; each word narrows it. */
export interface MessageFilter {
  readonly text?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly subject?: string | null;
  /** Calendar days, the first included, the second not. */
  readonly since?: string | null;
  readonly before?: string | null;
  readonly unread?: boolean | null;
  readonly flagged?: boolean | null;
  readonly hasAttachments?: boolean | null;
}

/** A message found, and what is known of it. */
export interface Found {
  readonly folderId: string;
  readonly item: FolderItem;
  readonly structure: MessageStructure;
}

/** What one walk found, in its order. */
export interface FoundByWalk {
  readonly found: readonly Found[];
  /** What was looked at last, when the walk stopped before it had found as much as it wanted: more may follow. */
  readonly stoppedAt: Place | null;
}

/** Messages looked at by one walk, when their parts must be known: what follows is the next page's. */
const MOST_LOOKED_AT = 1_000;
const TOGETHER = 100;
const LONGEST = 200;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The question as IMAP's SEARCH puts it. Refuses inputInvalid naming the field. */
export function searchKeyOf(filter: MessageFilter): Outcome<SearchKey> {
  const { text, from, to, subject, since, before, unread, flagged } = filter;
  for (const [field, word] of Object.entries({ text, from, to, subject }))
    if (word && word.length > LONGEST) return refused('inputInvalid', { field });
  for (const [field, day] of Object.entries({ since, before }))
    if (day && !isDay(day)) return refused('inputInvalid', { field });
  const keys: SearchKey[] = [];
  if (text) keys.push({ kind: 'text', contains: text });
  for (const [name, contains] of Object.entries({ from, to, subject }))
    if (contains) keys.push({ kind: 'header', name, contains });
  if (since) keys.push({ kind: 'internalDay', from: since as Day });
  if (before) keys.push({ kind: 'internalDay', before: before as Day });
  if (typeof unread === 'boolean') keys.push({ kind: 'flag', flag: SEEN, present: !unread });
  if (typeof flagged === 'boolean') keys.push({ kind: 'flag', flag: FLAGGED, present: flagged });
  return done(keys.length === 0 ? { kind: 'all' } : { kind: 'and', keys });
}

/** A question put to folders in turn: folder by folder in the order given, the newest of each first, through the search of IMAP. */
export class FolderSearch {
  readonly #matching = new Map<string, Outcome<readonly number[]>>();

  constructor(
    private readonly folders: PgFolders,
    private readonly folderIds: readonly string[],
    private readonly key: SearchKey,
    private readonly hasAttachments: boolean | null,
  ) {}

  /** Refuses limitReached when too much content would have to be read. */
  async walk(walk: Walk<Place>): Promise<Outcome<FoundByWalk>> {
    const { from, isBackward, limit } = walk;
    const found: Found[] = [];
    let lookedAt = 0;
    const order = isBackward ? this.folderIds.toReversed() : this.folderIds;
    const start = from ? order.indexOf(from.folderId) : 0;
    for (const folderId of start < 0 ? [] : order.slice(start)) {
      const matching = await this.#search(folderId);
      if (!matching.ok) return matching;
      for await (const each of this.#described(folderId, along(matching.value, walk, folderId), isBackward)) {
        lookedAt += 1;
        if (this.#isWanted(each.structure)) found.push(each);
        if (found.length === limit) return done({ found, stoppedAt: null });
        if (lookedAt >= MOST_LOOKED_AT) return done({ found, stoppedAt: placeOf(each) });
      }
    }
    return done({ found, stoppedAt: null });
  }

  async #search(folderId: string): Promise<Outcome<readonly number[]>> {
    const matching = this.#matching.get(folderId) ?? (await this.folders.search(folderId, this.key));
    this.#matching.set(folderId, matching);
    return matching;
  }

  #isWanted({ facts }: MessageStructure): boolean {
    return this.hasAttachments === null || facts.hasAttachments === this.hasAttachments;
  }

  /** In the order of the uids, as many at one time as memory should hold; those that are damaged are passed over. */
  async *#described(folderId: string, uids: readonly number[], isAscending: boolean): AsyncGenerator<Found> {
    for (let from = 0; from < uids.length; ) {
      const some = uids.slice(from, from + TOGETHER);
      const ascending = await this.folders.items(folderId, uidSetOf(some));
      const items = isAscending ? ascending : ascending.toReversed();
      const structures = await this.folders.structures(items.map(({ messageId }) => messageId));
      const known = items.findLastIndex(({ messageId }) => structures.has(messageId)) + 1 || items.length;
      for (const item of items.slice(0, known)) {
        const structure = structures.get(item.messageId);
        if (structure) yield { folderId, item, structure };
      }
      from += known === items.length ? some.length : known;
    }
  }
}

/** The uids that a walk meets in that folder, in its order. */
function along(
  ascending: readonly number[],
  { from, includesFrom, isBackward }: Walk<Place>,
  folderId: string,
): readonly number[] {
  const uid = from?.folderId === folderId ? from.uid : null;
  const isMet = (each: number) =>
    uid === null || (includesFrom && each === uid) || (isBackward ? each > uid : each < uid);
  const met = ascending.filter(isMet);
  return isBackward ? met : met.reverse();
}

function placeOf({ folderId, item }: Found): Place {
  return { folderId, uid: item.uid };
}

function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
