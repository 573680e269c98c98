/** A row's place in a list that goes from the newest to the oldest. */
export interface PageCursor {
  readonly at: Date;
  readonly id: string;
}

/**
 * At most `first` rows (1–100), those after a place or the first of all; or at most `last`, those before a place or the last of all.
 * Either way they come in the order of the list.
 */
export type PageRequest<P = PageCursor> =
  | { readonly first: number; readonly after?: P | null }
  | { readonly last: number; readonly before?: P | null };

/** Rows of a list, and whether others stand before the first and after the last of them. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
}

export const NO_ROWS = { rows: [], hasPrevious: false, hasNext: false } as const;

/** One walk along a list: from a place, or from an end of it, a number of rows in that order or against it. */
export interface Walk<P> {
  readonly from: P | null;
  /** Whether the row of that place counts. */
  readonly includesFrom: boolean;
  readonly isBackward: boolean;
  readonly limit: number;
}

const LARGEST = 100;

export function sizeOf(request: PageRequest<unknown>): number {
  const asked = 'first' in request ? request.first : request.last;
  return Math.min(Math.max(Math.trunc(asked), 1), LARGEST);
}

/** So many from the beginning of a list, or from the end of it. */
export function walkFromEnd(limit: number, isBackward = false): Walk<never> {
  return { from: null, includesFrom: false, isBackward, limit };
}

/** A page by two walks: the rows asked and one more, which tells whether there are others; and, from the place given, whether any lie behind. */
export async function pageBy<P, R>(
  request: PageRequest<P>,
  walk: (walk: Walk<P>) => Promise<readonly R[]>,
): Promise<Page<R>> {
  const found = await walk(wantedBy(request));
  const back = behind(request);
  return pageOf(found, request, back !== null && (await walk(back)).length > 0);
}

/** The rows that are asked, and one more. */
export function wantedBy<P>(request: PageRequest<P>): Walk<P> {
  const from = startOf(request);
  return { from, includesFrom: false, isBackward: 'last' in request, limit: sizeOf(request) + 1 };
}

/** Whether anything lies on the other side of the place that is given; null when none is, as nothing does. */
export function behind<P>(request: PageRequest<P>): Walk<P> | null {
  const from = startOf(request);
  return from === null ? null : { from, includesFrom: true, isBackward: 'first' in request, limit: 1 };
}

/** What was found by walking as `wantedBy` says, as a page. */
export function pageOf<T>(
  found: readonly T[],
  request: PageRequest<unknown>,
  isAnythingBehind: boolean,
): Page<T> {
  const rows = found.slice(0, sizeOf(request));
  const hasMore = found.length > rows.length;
  return 'first' in request
    ? { rows, hasPrevious: isAnythingBehind, hasNext: hasMore }
    : { rows: rows.reverse(), hasPrevious: hasMore, hasNext: isAnythingBehind };
}

/** The same page of other things. */
export function pageMap<T, U>({ rows, ...where }: Page<T>, show: (row: T) => U): Page<U> {
  return { rows: rows.map(show), ...where };
}

/** Where it begins, when a place is given. */
export function startOf<P>(request: PageRequest<P>): P | null {
  return ('first' in request ? request.after : request.before) ?? null;
}
