import { type IdNat, type Person, type PersonStore, rightsAt } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { PgBalStore } from './pg-bal-store.js';
import { PgRoles } from './pg-roles.js';

interface PersonRow {
  id: string;
  id_nat: IdNat;
  family_name: string;
  given_name: string;
  left_at: Date | null;
}

const COLUMNS = 'id, id_nat, family_name, given_name, left_at';

/** The people one tenant knows. */
export class PgPeople implements PersonStore {
  constructor(private readonly sql: TenantSql) {}

  async byIdNat(idNat: IdNat): Promise<Person | null> {
    return this.#one('id_nat = $2', idNat);
  }

  async byId(personId: string): Promise<Person | null> {
    return this.#one('id = $2', personId);
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
    if ((await new PgRoles(this.sql).rolesOf(idNat)).length > 0) return true;
    const held = await new PgBalStore(this.sql).heldBy(idNat);
    return held.some(({ accesses }) => rightsAt(accesses, at) !== null);
  }

  async #one(condition: string, value: string): Promise<Person | null> {
    const [row] = await this.sql.query<PersonRow>(
      `select ${COLUMNS} from person where tenant_id = $1 and ${condition}`,
      [this.sql.context.tenantId, value],
    );
    return row ? personOf(row) : null;
  }
}

function personOf({ id, id_nat, family_name, given_name, left_at }: PersonRow): Person {
  const person = { id, idNat: id_nat, familyName: family_name, givenName: given_name };
  return left_at ? { ...person, leftAt: left_at } : person;
}
