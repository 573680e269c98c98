import type { ListeBlancheChange } from '@cachet/mss-core';
import { bindTo, newestFirst, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy } from '../page.js';
import type { SharedSql } from '../sql.js';

/** A change, and when the version that brought it came in force. */
export interface RecordedListeBlancheChange extends ListeBlancheChange {
  readonly id: string;
  readonly at: Date;
}

const NEWEST_FIRST = newestFirst('at', 'id');

/** What each version of the liste blanche changed. */
export class PgListeBlancheChanges {
  constructor(private readonly sql: SharedSql) {}

  /** Newest first; those of one version by domain. Where `part` is given, of the domains whose name holds it. */
  page(request: PageRequest, part: string | null = null): Promise<Page<RecordedListeBlancheChange>> {
    return pageBy(request, (walk) => {
      const values: unknown[] = [part];
      return this.sql.query<RecordedListeBlancheChange>(
        `select id, at, kind, domain, former, present from liste_blanche_change
          where ($1::text is null or strpos(lower(domain), lower($1)) > 0)
            ${walkSql(NEWEST_FIRST, walk, bindTo(values))}`,
        values,
      );
    });
  }
}
