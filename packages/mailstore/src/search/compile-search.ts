import type { SearchKey } from '@cachet/mss-core';

/** A condition on `mail_item i` that every matching item fulfils; `exact` when the others do not. */
export interface Condition {
  readonly sql: string;
  readonly exact: boolean;
}

/** Binds a value and answers its placeholder. */
export type Bind = (value: unknown) => string;

const ANYTHING: Condition = { sql: 'true', exact: false };
/** Beyond this many ranges a uid set is judged item by item, where a search by halves is cheaper than a join. */
const MAX_RANGES = 16;

/** What of a question PostgreSQL can judge from the items alone. The rest is judged on what this lets through. */
export function compileSearch(key: SearchKey, bind: Bind): Condition {
  switch (key.kind) {
    case 'all':
      return { sql: 'true', exact: true };
    case 'and':
    case 'or':
      return joined(
        key.kind,
        key.keys.map((each) => compileSearch(each, bind)),
      );
    case 'not':
      return negated(compileSearch(key.key, bind));
    case 'uid':
      return uidCondition(key.uids, bind);
    case 'flag':
      return exact(`${key.present ? '' : 'not '}(${bind(key.flag)}::text = any(i.flags))`);
    case 'modseq':
      return exact(`i.modseq >= ${bind(key.atLeast)}::bigint`);
    case 'size':
      return bounds('i.size', 'bigint', [
        ['>', key.largerThan],
        ['<', key.smallerThan],
      ])(bind);
    case 'internalDay':
    case 'savedDay': {
      const column = key.kind === 'savedDay' ? 'i.saved_at' : 'i.internal_date';
      return bounds(`(${column} at time zone 'UTC')`, 'date', [
        ['>=', key.from],
        ['<', key.before],
      ])(bind);
    }
    case 'age':
      return bounds('i.internal_date', 'timestamptz', [
        ['>=', secondsBefore(key.now, key.youngerThan)],
        ['<=', secondsBefore(key.now, key.olderThan)],
      ])(bind);
    case 'sentDay':
    case 'header':
    case 'body':
    case 'text':
      return ANYTHING;
  }
}

function exact(sql: string): Condition {
  return { sql, exact: true };
}

function joined(way: 'and' | 'or', conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return exact(way === 'and' ? 'true' : 'false');
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(` ${way} `)})`,
    exact: conditions.every((condition) => condition.exact),
  };
}

/** The opposite of too much would be too little: only an exact condition may be turned round. */
function negated({ sql, exact: isExact }: Condition): Condition {
  return isExact ? exact(`(not ${sql})`) : ANYTHING;
}

function uidCondition(uids: Extract<SearchKey, { kind: 'uid' }>['uids'], bind: Bind): Condition {
  if (uids.length > MAX_RANGES) return ANYTHING;
  return joined(
    'or',
    uids.map(({ first, last }) =>
      last === Infinity
        ? exact(`i.uid >= ${bind(first)}::bigint`)
        : exact(`i.uid between ${bind(first)}::bigint and ${bind(last)}::bigint`),
    ),
  );
}

function bounds(
  column: string,
  type: string,
  limits: readonly (readonly [operator: string, value: unknown])[],
): (bind: Bind) => Condition {
  return (bind) =>
    joined(
      'and',
      limits
        .filter(([, value]) => value !== undefined)
        .map(([operator, value]) => exact(`${column} ${operator} ${bind(value)}::${type}`)),
    );
}

function secondsBefore(now: Date, seconds: number | undefined): Date | undefined {
  return seconds === undefined ? undefined : new Date(now.getTime() - seconds * 1000);
}
