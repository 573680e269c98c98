import type { PageCursor, Walk } from './page.js';

/** Binds a value of a statement; answers how the statement names it. */
export type Bind = (value: unknown) => string;

/** In which order a list goes: by columns that name a row together, all of them ascending or all descending, as an index has them. */
export interface ListOrder<P> {
  readonly columns: readonly string[];
  readonly isDescending: boolean;
  /** A place as a row of these columns. */
  readonly placed: (place: P, bind: Bind) => string;
}

/** From the newest to the oldest. */
export function newestFirst(at: string, id: string): ListOrder<PageCursor> {
  return {
    columns: [at, id],
    isDescending: true,
    placed: (place, bind) => `(${bind(place.at)}::timestamptz, ${bind(place.id)}::uuid)`,
  };
}

/** Values bound one after the other at the end of those. */
export function bindTo(values: unknown[]): Bind {
  return (value) => `$${values.push(value)}`;
}

/** The end of a statement that walks a list: from its place on, in that direction, so many rows. What precedes ends with a condition. */
export function walkSql<P>(order: ListOrder<P>, walk: Walk<P>, bind: Bind): string {
  return `${fromSql(order, walk, bind)} order by ${orderSql(order, walk)} limit ${bind(walk.limit)}`;
}

/** The condition that begins a walk at its place: nothing for one that begins at an end. */
export function fromSql<P>(order: ListOrder<P>, walk: Walk<P>, bind: Bind): string {
  if (walk.from === null) return '';
  const sign = `${order.isDescending === walk.isBackward ? '>' : '<'}${walk.includesFrom ? '=' : ''}`;
  return `and (${order.columns.join(', ')}) ${sign} ${order.placed(walk.from, bind)}`;
}

export function orderSql<P>({ columns, isDescending }: ListOrder<P>, { isBackward }: Walk<P>): string {
  const direction = isDescending === isBackward ? 'asc' : 'desc';
  return columns.map((column) => `${column} ${direction}`).join(', ');
}
