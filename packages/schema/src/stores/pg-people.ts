import {
  findWordsOf,
  type IdNat,
  type Person,
  type PersonStore,
  rightsAt,
  sortNameOf,
} from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { PgBalStore } from './pg-bal-store.js';
import { PgPortalSessions } from './pg-portal-sessions.js';
import { PgRoles } from './pg-roles.js';
import { PgSecours } from './pg-secours.js';

export interface PersonRow {
  id: string;
  id_nat: IdNat;
  family_name: string;
  given_name: string;
  alert_address: string | null;
  left_at: Date | null;
  version: number;
}

export const PERSON_COLUMNS =
  'p.id, p.id_nat, p.family_name, p.given_name, p.alert_address, p.left_at, p.version';

/** The people one tenant knows. */
export class PgPeople implements PersonStore {
  constructor(private readonly sql: TenantSql) {}

  async byIdNat(idNat: IdNat): Promise<Person | null> {
    return this.#one('p.id_nat = $2', idNat);
  }

  async byId(personId: string): Promise<Person | null> {
    return this.#one('p.id = $2', personId);
  }

  async add(person: Person): Promise<void> {
    const { tenantId, at } = this.sql.context;
    const { id, idNat, familyName, givenName, alertAddress } = person;
    await this.sql.query(
      `insert into person (tenant_id, id, id_nat, family_name, given_name, sort_name, alert_address, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tenantId, id, idNat, familyName, givenName, sortNameOf(person), alertAddress ?? null, at],
    );
    await this.index(person);
    await this.#leadHere(idNat);
  }

  async update(person: Person): Promise<boolean> {
    const { id, familyName, givenName, alertAddress, version } = person;
    const changed = await this.sql.query(
      `update person set family_name = $4, given_name = $5, sort_name = $6, alert_address = $7, version = version + 1
        where tenant_id = $1 and id = $2 and version = $3 returning id`,
      [
        ...[this.sql.context.tenantId, id, version ?? 1],
        ...[familyName, givenName, sortNameOf(person), alertAddress ?? null],
      ],
    );
    if (changed.length > 0) await this.index(person);
    return changed.length > 0;
  }

  /** Gives the person another number. Whoever signs in by the former one finds nothing here any more, what they held open is judged again. */
  async renumber({ id, idNat }: Person, known: IdNat): Promise<void> {
    const { tenantId } = this.sql.context;
    await new PgSecours(this.sql).revoke(idNat);
    await this.sql.query(
      'update person set id_nat = $3, version = version + 1 where tenant_id = $1 and id = $2',
      [tenantId, id, known],
    );
    await this.sql.query(
      `insert into person_former_number (tenant_id, person_id, id_nat, borne_until) values ($1, $2, $3, $4)
       on conflict do nothing`,
      [tenantId, id, idNat, this.sql.context.at],
    );
    await this.sql.query('delete from route_person where tenant_id = $1 and id_nat = $2', [tenantId, idNat]);
    await this.#leadHere(known);
    await new PgPortalSessions(this.sql).stir([idNat]);
    const held = await this.sql.query<{ bal_id: string }>(
      'select distinct bal_id from bal_access where tenant_id = $1 and person_id = $2',
      [tenantId, id],
    );
    for (const { bal_id } of held) await this.sql.notify('bal', bal_id);
  }

  async leave({ id, idNat, version }: Person): Promise<boolean> {
    const { tenantId, at } = this.sql.context;
    const left = await this.sql.query(
      `update person set left_at = $4, version = version + 1
        where tenant_id = $1 and id = $2 and version = $3 returning id`,
      [tenantId, id, version ?? 1, at],
    );
    if (left.length === 0) return false;
    await this.sql.query('delete from route_person where tenant_id = $1 and id_nat = $2', [tenantId, idNat]);
    await new PgSecours(this.sql).revoke(idNat);
    await new PgPortalSessions(this.sql).endOf(idNat);
    return true;
  }

  async comeBack(person: Person): Promise<void> {
    const { id, idNat, familyName, givenName, alertAddress } = person;
    await this.sql.query(
      `update person set left_at = null, family_name = $3, given_name = $4, sort_name = $5, alert_address = $6, version = version + 1
        where tenant_id = $1 and id = $2`,
      [this.sql.context.tenantId, id, familyName, givenName, sortNameOf(person), alertAddress ?? null],
    );
    await this.index(person);
    await this.#leadHere(idNat);
  }

  /** Whether that person has, at that moment, a role here or an access to one of the BAL. */
  async holdsSomething(idNat: IdNat, at: Date): Promise<boolean> {
    if ((await new PgRoles(this.sql).rolesOf(idNat)).length > 0) return true;
    const held = await new PgBalStore(this.sql).heldBy(idNat);
    return held.some(({ accesses }) => rightsAt(accesses, at) !== null);
  }

  /** By which words that person is found from now on. */
  async index(person: Person): Promise<void> {
    const values = [this.sql.context.tenantId, person.id];
    await this.sql.query('update person set sort_name = $3 where tenant_id = $1 and id = $2', [
      ...values,
      sortNameOf(person),
    ]);
    await this.sql.query('delete from person_word where tenant_id = $1 and person_id = $2', values);
    await this.sql.query(
      'insert into person_word (tenant_id, word, person_id) select $1, w, $2 from unnest($3::text[]) as w',
      [...values, findWordsOf(person)],
    );
  }

  async #leadHere(idNat: IdNat): Promise<void> {
    await this.sql.query(
      'insert into route_person (id_nat, tenant_id) values ($1, $2) on conflict do nothing',
      [idNat, this.sql.context.tenantId],
    );
  }

  async #one(condition: string, value: string): Promise<Person | null> {
    const [row] = await this.sql.query<PersonRow>(
      `select ${PERSON_COLUMNS} from person p where p.tenant_id = $1 and ${condition}`,
      [this.sql.context.tenantId, value],
    );
    return row ? personOf(row) : null;
  }
}

export function personOf(row: PersonRow): Person {
  return {
    id: row.id,
    idNat: row.id_nat,
    familyName: row.family_name,
    givenName: row.given_name,
    alertAddress: row.alert_address,
    leftAt: row.left_at,
    version: row.version,
  };
}
