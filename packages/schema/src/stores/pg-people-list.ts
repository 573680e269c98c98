import { type Person, soughtWordsOf, type TenantRole } from '@cachet/mss-core';
import { type Bind, bindTo, type ListOrder, walkSql } from '../list-order.js';
import { NO_ROWS, type Page, type PageRequest, pageBy, pageMap } from '../page.js';
import type { TenantSql } from '../sql.js';
import { PERSON_COLUMNS, type PersonRow, personOf } from './pg-people.js';

export interface PeopleFilter {
  /** Beginnings of words of a name or of a number, accents folded; all of them are wanted. */
  readonly search: string | null;
  /** Only those who hold that role. */
  readonly role: TenantRole | null;
  /** Only those who left, or only those who did not. */
  readonly left: boolean;
}

/** Each person is a place by their id: no name is in it. */
const BY_NAME: ListOrder<string> = {
  columns: ['p.sort_name', 'p.id'],
  isDescending: false,
  placed: (id, bind) =>
    `(select q.sort_name, q.id from person q where q.tenant_id = $1 and q.id = ${bind(id)}::uuid)`,
};

/** The people one tenant knows, by name. */
export class PgPeopleList {
  constructor(private readonly sql: TenantSql) {}

  async page(request: PageRequest<string>, { search, role, left }: PeopleFilter): Promise<Page<Person>> {
    const words = search === null ? [] : soughtWordsOf(search);
    if (search !== null && words.length === 0) return NO_ROWS;
    const page = await pageBy(request, (walk) => {
      const values: unknown[] = [this.sql.context.tenantId, role];
      const bind = bindTo(values);
      return this.sql.query<PersonRow>(
        `select ${PERSON_COLUMNS} from person p
          where p.tenant_id = $1 and p.left_at is ${left ? 'not null' : 'null'}
            and ($2::text is null
                 or exists (select from tenant_role r where r.tenant_id = $1 and r.person_id = p.id and r.role = $2))
            ${words.map((beginnings) => namedSql(beginnings, bind)).join('\n            ')}
            ${walkSql(BY_NAME, walk, bind)}`,
        values,
      );
    });
    return pageMap(page, personOf);
  }

  /** The roles of each of these people. */
  async rolesOf(personIds: readonly string[]): Promise<ReadonlyMap<string, readonly TenantRole[]>> {
    const rows = await this.sql.query<{ person_id: string; role: TenantRole }>(
      'select person_id, role from tenant_role where tenant_id = $1 and person_id = any($2) order by role',
      [this.sql.context.tenantId, personIds],
    );
    const byPerson = Map.groupBy(rows, (row) => row.person_id);
    return new Map([...byPerson].map(([id, held]) => [id, held.map(({ role }) => role)]));
  }
}

/** A word of the person begins with one of these. */
function namedSql(beginnings: readonly string[], bind: Bind): string {
  // Words hold letters and digits alone: `~` comes after all of them.
  const ranges = beginnings.map(
    (beginning) => `(w.word >= ${bind(beginning)} and w.word < ${bind(`${beginning}~`)})`,
  );
  return `and p.id in (select w.person_id from person_word w where w.tenant_id = $1 and (${ranges.join(' or ')}))`;
}
