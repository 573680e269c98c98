import { type Person, soughtWordsOf, type TenantRole } from '@cachet/mss-core';
import { limitOf, type Page, pageOf } from '../page.js';
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

/** At most `first` people, after that one. */
export interface PeoplePage {
  readonly first: number;
  readonly after: string | null;
}

/** The people one tenant knows, by name. */
export class PgPeopleList {
  constructor(private readonly sql: TenantSql) {}

  async page(request: PeoplePage, { search, role, left }: PeopleFilter): Promise<Page<Person>> {
    const values: unknown[] = [this.sql.context.tenantId, request.after, limitOf(request) + 1, role];
    const words = search === null ? [] : soughtWordsOf(search);
    if (search !== null && words.length === 0) return { rows: [], hasMore: false };
    const conditions = words.map((beginnings) => {
      const ranges = beginnings.map((beginning) => {
        // Words hold letters and digits alone: `~` comes after all of them.
        values.push(beginning, `${beginning}~`);
        return `(w.word >= $${values.length - 1} and w.word < $${values.length})`;
      });
      return `and p.id in (select w.person_id from person_word w where w.tenant_id = $1 and (${ranges.join(' or ')}))`;
    });
    const rows = await this.sql.query<PersonRow>(
      `select ${PERSON_COLUMNS} from person p
        where p.tenant_id = $1 and p.left_at is ${left ? 'not null' : 'null'}
          and ($2::uuid is null
               or (p.sort_name, p.id) > (select q.sort_name, q.id from person q where q.tenant_id = $1 and q.id = $2))
          and ($4::text is null
               or exists (select from tenant_role r where r.tenant_id = $1 and r.person_id = p.id and r.role = $4))
          ${conditions.join('\n          ')}
        order by p.sort_name, p.id limit $3`,
      values,
    );
    return pageOf(rows.map(personOf), request);
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
