import type { CguAcceptance, CguAcceptances, Means, Person, PersonProof } from '@cachet/mss-core';
import { bindTo, newestFirst, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy, pageMap } from '../page.js';
import type { TenantSql } from '../sql.js';
import { PERSON_COLUMNS, type PersonRow, personOf } from './pg-people.js';

/** An acceptance with who accepted. */
export interface KnownAcceptance extends CguAcceptance {
  readonly person: Person;
}

interface AcceptanceRow extends PersonRow {
  version_id: string;
  accepted_at: Date;
  means: Means;
  proof: PersonProof;
  correlation_id: string | null;
}

const NEWEST_FIRST = newestFirst('c.accepted_at', 'c.person_id');

/** Who accepted which version of the operator's terms, as one tenant knows it. */
export class PgCguAcceptances implements CguAcceptances {
  constructor(private readonly sql: TenantSql) {}

  async add(acceptance: CguAcceptance): Promise<boolean> {
    const { personId, versionId, acceptedAt, means, proof, correlationId } = acceptance;
    const added = await this.sql.query(
      `insert into cgu_acceptance (tenant_id, person_id, version_id, accepted_at, means, proof, correlation_id)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning version_id`,
      [this.sql.context.tenantId, personId, versionId, acceptedAt, means, proof, correlationId],
    );
    return added.length > 0;
  }

  /** The last first; a cursor's `id` is a person's. */
  async page(request: PageRequest, versionId: string | null): Promise<Page<KnownAcceptance>> {
    const page = await pageBy(request, (walk) => {
      const values: unknown[] = [this.sql.context.tenantId, versionId];
      return this.sql.query<AcceptanceRow>(
        `select ${PERSON_COLUMNS}, c.version_id, c.accepted_at, c.means, c.proof, c.correlation_id
           from cgu_acceptance c join person p on p.tenant_id = c.tenant_id and p.id = c.person_id
          where c.tenant_id = $1 and ($2::uuid is null or c.version_id = $2)
            ${walkSql(NEWEST_FIRST, walk, bindTo(values))}`,
        values,
      );
    });
    return pageMap(page, acceptanceOf);
  }
}

function acceptanceOf(row: AcceptanceRow): KnownAcceptance {
  return {
    person: personOf(row),
    personId: row.id,
    versionId: row.version_id,
    acceptedAt: row.accepted_at,
    means: row.means,
    proof: row.proof,
    correlationId: row.correlation_id ?? '',
  };
}
