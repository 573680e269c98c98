import { done, type Outcome, parseUuid, refused } from '@cachet/mss-core';
import type { Page, PageCursor, PageRequest } from '@cachet/schema';
import type { Connection } from '../types/page.js';

/** What a connection is asked for, as it came. */
export interface PageArguments {
  readonly first: number;
  readonly after: string | null;
}

export const LARGEST_PAGE = 100;

/** A page of a list that goes from the newest to the oldest. Refuses inputInvalid. */
export function readPage({ first, after }: PageArguments): Outcome<PageRequest> {
  if (!isPageSize(first)) return refused('inputInvalid', { field: 'first' });
  if (after === null) return done({ first });
  const cursor = readMoment(textOf(after));
  return cursor ? done({ first, after: cursor }) : refused('inputInvalid', { field: 'after' });
}

export function isPageSize(first: number): boolean {
  return Number.isInteger(first) && first >= 1 && first <= LARGEST_PAGE;
}

/** The rows of a page as a connection shows them; cursors are opaque to the caller. */
export function connectionOf<R, T>(
  { rows, hasMore }: Page<R>,
  after: string | null,
  show: (row: R) => T,
  placeOf: (row: R) => string,
): Connection<T> {
  const edges = rows.map((row) => ({
    cursor: Buffer.from(placeOf(row)).toString('base64url'),
    node: show(row),
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: hasMore,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
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
