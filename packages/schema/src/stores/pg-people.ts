import type { IdNat, Person, PersonStore } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

interface PersonRow {
  id: string;
  id_nat: IdNat;
  family_name: string;
  given_name: string;
}

/** The people one tenant knows. */
export class PgPeople implements PersonStore {
  constructor(private readonly sql: TenantSql) {}

  async byIdNat(idNat: IdNat): Promise<Person | null> {
    const [row] = await this.sql.query<PersonRow>(
      'select id, id_nat, family_name, given_name from person where tenant_id = $1 and id_nat = $2',
      [this.sql.context.tenantId, idNat],
    );
    return row ? personOf(row) : null;
  }

  async add({ id, idNat, familyName, givenName }: Person): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `insert into person (tenant_id, id, id_nat, family_name, given_name, created_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [tenantId, id, idNat, familyName, givenName, at],
    );
    await this.sql.query('insert into route_person (id_nat, tenant_id) values ($1, $2)', [idNat, tenantId]);
  }

  /** Whether that person has, at that moment, a role here or an access to one of the BAL. */
  async holdsSomething(idNat: IdNat, at: Date): Promise<boolean> {
    const [row] = await this.sql.query<{ holds: boolean }>(
      `select exists (select from tenant_role r where r.tenant_id = p.tenant_id and r.person_id = p.id)
           or exists (select from bal_access a where a.tenant_id = p.tenant_id and a.person_id = p.id
                        and a.starts_at <= $3 and (a.ends_at is null or $3 < a.ends_at)) as holds
         from person p where p.tenant_id = $1 and p.id_nat = $2`,
      [this.sql.context.tenantId, idNat, at],
    );
    return row?.holds ?? false;
  }
}

function personOf({ id, id_nat, family_name, given_name }: PersonRow): Person {
  return { id, idNat: id_nat, familyName: family_name, givenName: given_name };
}
