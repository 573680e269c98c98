import {
  type FollowedPerson,
  type IdentitiesCopy,
  type KeptStanding,
  NEVER_SEEN,
  type RegisteredProfessional,
  type RegisterStanding,
} from '@cachet/mss-core';
import type { SharedSql, TenantSql } from '../sql.js';
import { PERSON_COLUMNS, type PersonRow, personOf } from './pg-people.js';

interface StandingRow {
  readonly seen_as_of: Date | null;
  readonly gone_since: Date | null;
  readonly names_told: string | null;
  readonly profession: string | null;
  readonly speciality: string | null;
}

interface FollowedRow extends PersonRow, StandingRow {
  readonly is_followed: boolean;
}

interface KnownRow {
  readonly id_nat: string;
  readonly family_name: string;
  readonly given_name: string;
  readonly profession: string | null;
  readonly speciality: string | null;
}

/** The identities of the Annuaire in force; null before there are any. */
export async function identitiesInForce(sql: SharedSql): Promise<IdentitiesCopy | null> {
  const [copy] = await sql.query<{ id: number; as_of: Date }>(
    "select id, as_of from directory_copy where kind = 'identities' and state = 'inForce' and as_of is not null",
  );
  return copy ? { id: copy.id, asOf: copy.as_of } : null;
}

/** The people of one structure who have a national number, beside what the Annuaire says of it. */
export class PgFollowedPeople {
  constructor(private readonly sql: TenantSql) {}

  async page(copyId: number, after: string | null, limit: number): Promise<readonly FollowedPerson[]> {
    const rows = await this.sql.query<FollowedRow>(
      `select ${PERSON_COLUMNS}, s.person_id is not null as is_followed, s.seen_as_of, s.gone_since, s.names_told,
              s.profession, s.speciality
         from person p left join person_standing s on s.tenant_id = p.tenant_id and s.person_id = p.id
        where p.tenant_id = $1 and p.left_at is null and p.id_nat ~ '^(8[0-9]{11}|0[0-9][0-9A-F][0-9]{7})$'
          and ($2::uuid is null or p.id > $2)
        order by p.id limit $3`,
      [this.sql.context.tenantId, after, limit],
    );
    const known = await this.#known(copyId, rows);
    return rows.map((row) => ({
      person: personOf(row),
      standing: row.is_followed ? standingOf(row) : NEVER_SEEN,
      known: known.get(row.id_nat) ?? null,
    }));
  }

  /** How each of them stood, of those who were looked at. */
  async standings(personIds: readonly string[]): Promise<ReadonlyMap<string, RegisterStanding>> {
    const rows = await this.sql.query<StandingRow & { readonly person_id: string }>(
      `select person_id, seen_as_of, gone_since, names_told, profession, speciality from person_standing
        where tenant_id = $1 and person_id = any($2)`,
      [this.sql.context.tenantId, personIds],
    );
    return new Map(rows.map((row) => [row.person_id, standingOf(row)]));
  }

  async keep(standings: readonly KeptStanding[]): Promise<void> {
    if (standings.length === 0) return;
    const column = <T>(read: (kept: KeptStanding) => T) => standings.map(read);
    await this.sql.query(
      `insert into person_standing (tenant_id, person_id, seen_as_of, gone_since, names_told, profession, speciality)
       select $1, * from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[], $7::text[])
       on conflict (tenant_id, person_id) do update
         set seen_as_of = excluded.seen_as_of, gone_since = excluded.gone_since, names_told = excluded.names_told,
             profession = excluded.profession, speciality = excluded.speciality
       where (person_standing.*) is distinct from (excluded.*)`,
      [
        this.sql.context.tenantId,
        column(({ personId }) => personId),
        column(({ standing }) => standing.seenAsOf),
        column(({ standing }) => standing.goneSince),
        column(({ standing }) => standing.namesTold),
        column(({ standing }) => standing.profession),
        column(({ standing }) => standing.speciality),
      ],
    );
  }

  // A line for each practice in force: the first tells the names, and the profession of somebody who has several.
  async #known(
    copyId: number,
    people: readonly PersonRow[],
  ): Promise<ReadonlyMap<string, RegisteredProfessional>> {
    const rows = await this.sql.query<KnownRow>(
      `select distinct on (asked.type, asked.number) asked.type || asked.number as id_nat, d.family_name, d.given_name,
              d.profession_label as profession, d.speciality_label as speciality
         from unnest($2::text[], $3::text[]) as asked (type, number)
         join directory_practice d on d.copy_id = $1 and d.holder_number = asked.number and d.holder_type = asked.type
        order by asked.type, asked.number, d.id`,
      [copyId, people.map(({ id_nat }) => id_nat.slice(0, 1)), people.map(({ id_nat }) => id_nat.slice(1))],
    );
    return new Map(
      rows.map(({ id_nat, family_name, given_name, profession, speciality }) => [
        id_nat,
        { familyName: family_name, givenName: given_name, profession, speciality },
      ]),
    );
  }
}

function standingOf(row: StandingRow): RegisterStanding {
  return {
    ...{ seenAsOf: row.seen_as_of, goneSince: row.gone_since, namesTold: row.names_told },
    ...{ profession: row.profession, speciality: row.speciality },
  };
}
