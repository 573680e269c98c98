import type { Bal, CguAnnouncements, CguVersion, MssAddress } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

/** Which BAL of one tenant are still to be told of terms to come. */
export class PgCguAnnouncements implements CguAnnouncements {
  constructor(private readonly sql: TenantSql) {}

  async untold(
    { id, publishedAt }: CguVersion,
    after: string | null,
    most: number,
  ): Promise<readonly Pick<Bal, 'id' | 'address'>[]> {
    const { tenantId, at } = this.sql.context;
    return this.sql.query<{ id: string; address: MssAddress }>(
      `select b.id, b.address from bal b
        where b.tenant_id = $1 and b.state = 'active' and b.kind <> 'applicative'
          and ($2::uuid is null or b.id > $2)
          and exists (
            select from bal_access a
             where a.tenant_id = $1 and a.bal_id = b.id and a.may_read
               and a.starts_at <= $3 and (a.ends_at is null or a.ends_at > $3)
               and not exists (select from cgu_acceptance c
                                where c.tenant_id = $1 and c.person_id = a.person_id and c.version_id = $4::uuid))
          and not exists (
            select from trace_event t
             where t.tenant_id = $1 and t.bal_id = b.id and t.at >= $5
               and t.kind = 'cgu.announced' and t.facts ->> 'versionId' = $4::uuid::text)
        order by b.id limit $6`,
      [tenantId, after, at, id, publishedAt, most],
    );
  }
}
