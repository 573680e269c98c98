import type { CguAcceptance, CguAcceptances, Means, Person, PersonProof } from '@cachet/mss-core';
import { limitOf, type Page, type PageRequest, pageOf } from '../page.js';
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
    const { after } = request;
    const rows = await this.sql.query<AcceptanceRow>(
      `select ${PERSON_COLUMNS}, c.version_id, c.accepted_at, c.means, c.proof, c.correlation_id
         from cgu_acceptance c join person p on p.tenant_id = c.tenant_id and p.id = c.person_id
        where c.tenant_id = $1 and ($2::uuid is null or c.version_id = $2)
          and ($3::timestamptz is null or (c.accepted_at, c.person_id) < ($3, $4::uuid))
        order by c.accepted_at desc, c.person_id desc, c.version_id desc limit $5`,
      [
        ...[this.sql.context.tenantId, versionId],
        ...[after?.at ?? null, after?.id ?? null, limitOf(request) + 1],
      ],
    );
    return pageOf(rows.map(acceptanceOf), request);
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
