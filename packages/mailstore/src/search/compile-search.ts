import type { SearchKey, UidSet } from '@cachet/mss-core';

/** Binds a value and answers its placeholder. */
export type Bind = (value: unknown) => string;

/** A condition on `mail_item i` that every matching item fulfils; `exact` when the others do not. */
export interface Condition {
  readonly exact: boolean;
  /** Its SQL; values are bound only now, for a condition may be given up before. */
  write(bind: Bind): string;
}

const ANYTHING: Condition = { exact: false, write: () => 'true' };
/** Beyond this many ranges a uid set is judged item by item, where a search by halves is cheaper than so many conditions. */
const MAX_RANGES = 16;

/** What of a question PostgreSQL can judge from the items alone. The rest is judged on what this lets through. */
export function compileSearch(key: SearchKey): Condition {
  switch (key.kind) {
    case 'all':
      return exactly(() => 'true');
    case 'and':
    case 'or':
      return joined(key.kind, key.keys.map(compileSearch));
    case 'not':
      return negated(compileSearch(key.key));
    case 'uid':
      return uidCondition(key.uids);
    case 'message':
      return exactly((bind) => `i.message_id = ${bind(key.messageId)}::uuid`);
    case 'flag':
      return exactly((bind) => `${key.present ? '' : 'not '}(${bind(key.flag)}::text = any(i.flags))`);
    case 'modseq':
      return exactly((bind) => `(i.modseq > 0 and i.modseq >= ${bind(key.atLeast)}::bigint)`);
    case 'size':
      return joined('and', [
        bound('i.size >', key.largerThan, 'bigint'),
        bound('i.size <', key.smallerThan, 'bigint'),
      ]);
    case 'internalDay':
      return days("(i.internal_date at time zone 'UTC')", key);
    case 'savedDay':
      return days("(i.saved_at at time zone 'UTC')", key);
    case 'age':
      return joined('and', [
        bound('i.internal_date >=', secondsBefore(key.now, key.youngerThan), 'timestamptz'),
        bound('i.internal_date <=', secondsBefore(key.now, key.olderThan), 'timestamptz'),
      ]);
    case 'sentDay':
    case 'header':
    case 'body':
    case 'text':
      return ANYTHING;
  }
}

function exactly(write: (bind: Bind) => string): Condition {
  return { exact: true, write };
}

function joined(way: 'and' | 'or', conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return exactly(() => (way === 'and' ? 'true' : 'false'));
  return {
    exact: conditions.every(({ exact }) => exact),
    write: (bind) => `(${conditions.map((condition) => condition.write(bind)).join(` ${way} `)})`,
  };
}

/** The opposite of too much would be too little: only an exact condition may be turned round. */
function negated(condition: Condition): Condition {
  return condition.exact ? exactly((bind) => `(not ${condition.write(bind)})`) : ANYTHING;
}

function uidCondition(uids: UidSet): Condition {
  if (uids.length > MAX_RANGES) return ANYTHING;
  return joined(
    'or',
    uids.map(({ first, last }) =>
      joined('and', [
        bound('i.uid >=', first, 'bigint'),
        bound('i.uid <=', last === Infinity ? undefined : last, 'bigint'),
      ]),
    ),
  );
}

function days(
  column: string,
  { from, before }: { readonly from?: string; readonly before?: string },
): Condition {
  return joined('and', [bound(`${column} >=`, from, 'date'), bound(`${column} <`, before, 'date')]);
}

/** No bound where there is no value. */
function bound(comparison: string, value: unknown, type: string): Condition {
  return exactly((bind) => (value === undefined ? 'true' : `${comparison} ${bind(value)}::${type}`));
}

function secondsBefore(now: Date, seconds: number | undefined): Date | undefined {
  return seconds === undefined ? undefined : new Date(now.getTime() - seconds * 1000);
}
