/** Where a page of rows, newest first, begins: after this row. */
export interface PageCursor {
  readonly at: Date;
  readonly id: string;
}

/** At most `first` rows (1–100), older than `after`. */
export interface PageRequest {
  readonly first: number;
  readonly after?: PageCursor | null;
}

/** One more row than asked tells whether there is a next page. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly hasMore: boolean;
}

const LARGEST = 100;

export function limitOf({ first }: Pick<PageRequest, 'first'>): number {
  return Math.min(Math.max(Math.trunc(first), 1), LARGEST);
}

export function pageOf<T>(found: readonly T[], request: Pick<PageRequest, 'first'>): Page<T> {
  const limit = limitOf(request);
  return { rows: found.slice(0, limit), hasMore: found.length > limit };
}
