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

export interface FoundPage {
  readonly found: readonly Found[];
  /** What was looked at last, when more may follow. */
  readonly next: Place | null;
}

/** Messages looked at for one page, when their parts must be known: what follows is the next page's. */
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

/**
 * One page: folder by folder in the order given, the newest of each first, through the search of IMAP. Refuses limitReached when too
 * much content would have to be read.
 */
export async function searchFolders(
  folders: PgFolders,
  folderIds: readonly string[],
  key: SearchKey,
  { first, after, hasAttachments }: { first: number; after: Place | null; hasAttachments: boolean | null },
): Promise<Outcome<FoundPage>> {
  const found: Found[] = [];
  let lookedAt = 0;
  const start = after ? folderIds.indexOf(after.folderId) : 0;
  for (const folderId of start < 0 ? [] : folderIds.slice(start)) {
    const matching = await folders.search(folderId, key);
    if (!matching.ok) return matching;
    const below = after?.folderId === folderId ? after.uid : Number.POSITIVE_INFINITY;
    const uids = matching.value.filter((uid) => uid < below).reverse();
    for await (const each of described(folders, folderId, uids)) {
      lookedAt += 1;
      if (isWanted(each.structure, hasAttachments)) found.push(each);
      if (found.length > first || lookedAt >= MOST_LOOKED_AT) return done(pageOf(found, first, each));
    }
  }
  return done({ found, next: null });
}

function isWanted({ facts }: MessageStructure, hasAttachments: boolean | null): boolean {
  return hasAttachments === null || facts.hasAttachments === hasAttachments;
}

function pageOf(found: readonly Found[], first: number, last: Found): FoundPage {
  const shown = found.slice(0, first);
  const end = (found.length > first && shown.at(-1)) || last;
  return { found: shown, next: { folderId: end.folderId, uid: end.item.uid } };
}

/** Newest first, as many at one time as memory should hold; those that are damaged are passed over. */
async function* described(
  folders: PgFolders,
  folderId: string,
  uids: readonly number[],
): AsyncGenerator<Found> {
  for (let from = 0; from < uids.length; ) {
    const some = uids.slice(from, from + TOGETHER);
    const items = [...(await folders.items(folderId, uidSetOf(some)))].reverse();
    const structures = await folders.structures(items.map(({ messageId }) => messageId));
    const known = items.findLastIndex(({ messageId }) => structures.has(messageId)) + 1 || items.length;
    for (const item of items.slice(0, known)) {
      const structure = structures.get(item.messageId);
      if (structure) yield { folderId, item, structure };
    }
    from += known === items.length ? some.length : known;
  }
}

function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
