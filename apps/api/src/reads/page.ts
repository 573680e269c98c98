import { done, type Outcome, parseUuid, refused } from '@cachet/mss-core';
import {
  behind,
  type Page,
  type PageCursor,
  type PageRequest,
  pageMap,
  pageOf,
  type Walk,
  wantedBy,
} from '@cachet/schema';
import type { Connection, PageArguments } from '../types/page.js';

export const LARGEST_PAGE = 100;

/** A page of a list that goes from the newest to the oldest. Refuses oneDirectionNeeded, inputInvalid. */
export function readPage(page: PageArguments): Outcome<PageRequest> {
  return readPageBy(page, (cursor) => readMoment(textOf(cursor)));
}

/**
 * A page of a list whose cursors are read so: null for one that this list did not give. `first` or `last`, and never both, is from 1
 * to 100 and has the cursor that goes with it alone. Refuses oneDirectionNeeded, inputInvalid naming the argument.
 */
export function readPageBy<P>(
  { first = null, after = null, last = null, before = null }: PageArguments,
  read: (cursor: string) => P | null,
): Outcome<PageRequest<P>> {
  const [size, cursor] = first === null ? [last, before] : [first, after];
  const [otherSize, otherCursor] = first === null ? [first, after] : [last, before];
  if (size === null || otherSize !== null || otherCursor !== null) return refused('oneDirectionNeeded');
  const [sizeField, cursorField] = first === null ? ['last', 'before'] : ['first', 'after'];
  if (!isPageSize(size)) return refused('inputInvalid', { field: sizeField });
  const place = cursor === null ? null : read(cursor);
  if (cursor !== null && place === null) return refused('inputInvalid', { field: cursorField });
  return done(first === null ? { last: size, before: place } : { first: size, after: place });
}

function isPageSize(size: number): boolean {
  return Number.isInteger(size) && size >= 1 && size <= LARGEST_PAGE;
}

/** A page of a list that is at hand, whose places are those of its items. */
export function pageWithin<T>(
  list: readonly T[],
  request: PageRequest<number>,
): Page<{ readonly item: T; readonly index: number }> {
  const along = ({ from, includesFrom, isBackward, limit }: Walk<number>) => {
    const indexes = [...list.keys()];
    const inOrder = isBackward ? indexes.reverse() : indexes;
    const isMet = (index: number) =>
      from === null || (includesFrom && index === from) || (isBackward ? index < from : index > from);
    return inOrder.filter(isMet).slice(0, limit);
  };
  const back = behind(request);
  const found = pageOf(along(wantedBy(request)), request, back !== null && along(back).length > 0);
  return pageMap(found, (index) => ({ item: list[index] as T, index }));
}

/** The rows of a page as a connection shows them; cursors are opaque to the caller. */
export function connectionOf<R, T>(
  { rows, hasPrevious, hasNext }: Page<R>,
  show: (row: R) => T,
  placeOf: (row: R) => string,
): Connection<T> {
  const edges = rows.map((row) => ({ cursor: cursorOf(placeOf(row)), node: show(row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: hasNext,
      hasPreviousPage: hasPrevious,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

export function cursorOf(place: string): string {
  return Buffer.from(place).toString('base64url');
}

/** The text inside a cursor. */
export function textOf(cursor: string, longest = 100): string {
  return Buffer.from(cursor.slice(0, longest), 'base64url').toString('utf8');
}

export function momentOf(at: Date, id: string): string {
  return `${at.getTime()}.${id}`;
}

function readMoment(text: string): PageCursor | null {
  const [, ms, uuid] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(text) ?? [];
  const id = uuid ? parseUuid(uuid) : null;
  return ms && id ? { at: new Date(Number(ms)), id } : null;
}
