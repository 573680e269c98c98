import type { ListeBlancheChange } from '@cachet/mss-core';
import { limitOf, type Page, type PageRequest, pageOf } from '../page.js';
import type { SharedSql } from '../sql.js';

/** A change, and when the version that brought it came in force. */
export interface RecordedListeBlancheChange extends ListeBlancheChange {
  readonly id: string;
  readonly at: Date;
}

/** What each version of the liste blanche changed. */
export class PgListeBlancheChanges {
  constructor(private readonly sql: SharedSql) {}

  /** Newest first; those of one version by domain. Where `part` is given, of the domains whose name holds it. */
  async page(request: PageRequest, part: string | null = null): Promise<Page<RecordedListeBlancheChange>> {
    const rows = await this.sql.query<RecordedListeBlancheChange>(
      `select id, at, kind, domain, former, present from liste_blanche_change
        where ($1::timestamptz is null or (at, id) < ($1, $2::uuid))
          and ($4::text is null or strpos(lower(domain), lower($4)) > 0)
        order by at desc, id desc limit $3`,
      [request.after?.at ?? null, request.after?.id ?? null, limitOf(request) + 1, part],
    );
    return pageOf(rows, request);
  }
}
