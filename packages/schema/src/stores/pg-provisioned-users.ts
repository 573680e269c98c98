import {
  foldUserName,
  type IdNat,
  type ProvisionedUser,
  type ProvisionedUsers,
  type UserFields,
} from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

interface UserRow {
  id: string;
  id_nat: IdNat;
  family_name: string;
  given_name: string;
  left_at: Date | null;
  user_name: string;
  external_id: string | null;
  display_name: string | null;
  version: string;
  created_at: Date;
  changed_at: Date;
  groups: readonly { id: string; displayName: string }[] | null;
}

/** What is asked of the list of users: all conditions at once. */
export interface UserQuery {
  readonly id?: string;
  readonly userName?: string;
  readonly externalId?: string;
  readonly idNat?: string;
  readonly isActive?: boolean;
}

/** A window on a list, by place: RFC 7644 §3.4.2.4. */
export interface Window {
  readonly skip: number;
  readonly limit: number;
}

/** What lies in the window, and how many there are in all. */
export interface Windowed<T> {
  readonly rows: readonly T[];
  readonly total: number;
}

const OWNED = 'scim_user u join person p on p.tenant_id = u.tenant_id and p.id = u.person_id';
// The version changes with what the directory says, and with the person, whoever changes them.
const COLUMNS = `
  p.id, p.id_nat, p.family_name, p.given_name, p.left_at, u.user_name, u.external_id, u.display_name,
  u.version || '.' || p.version as version, u.created_at, u.changed_at,
  (select json_agg(json_build_object('id', g.id, 'displayName', g.display_name) order by g.display_name)
     from scim_member m join scim_group g on g.tenant_id = m.tenant_id and g.id = m.group_id
    where m.tenant_id = u.tenant_id and m.person_id = u.person_id) as groups`;
const ASKED = `
  u.tenant_id = $1 and ($2::uuid is null or u.person_id = $2) and ($3::text is null or u.user_name_key = $3)
  and ($4::text is null or u.external_id = $4) and ($5::text is null or p.id_nat = $5)
  and ($6::boolean is null or (p.left_at is null) = $6)`;

/** The people of one tenant that its directory keeps. */
export class PgProvisionedUsers implements ProvisionedUsers {
  constructor(private readonly sql: TenantSql) {}

  async hold(): Promise<void> {
    await this.sql.query("select pg_advisory_xact_lock(hashtextextended('scim ' || $1, 0))", [
      this.sql.context.tenantId,
    ]);
  }

  async byId(id: string): Promise<ProvisionedUser | null> {
    const [row] = await this.sql.query<UserRow>(
      `select ${COLUMNS} from ${OWNED} where u.tenant_id = $1 and u.person_id = $2`,
      [this.sql.context.tenantId, id],
    );
    return row ? userOf(row) : null;
  }

  async hasUserName(userName: string): Promise<boolean> {
    const rows = await this.sql.query('select from scim_user where tenant_id = $1 and user_name_key = $2', [
      this.sql.context.tenantId,
      foldUserName(userName),
    ]);
    return rows.length > 0;
  }

  /** In the order in which people became known here. */
  async list(query: UserQuery, { skip, limit }: Window): Promise<Windowed<ProvisionedUser>> {
    const asked = [
      this.sql.context.tenantId,
      query.id ?? null,
      query.userName === undefined ? null : foldUserName(query.userName),
      query.externalId ?? null,
      query.idNat ?? null,
      query.isActive ?? null,
    ];
    const [counted] = await this.sql.query<{ n: number }>(
      `select count(*)::int as n from ${OWNED} where ${ASKED}`,
      asked,
    );
    const total = counted?.n ?? 0;
    if (limit === 0 || skip >= total) return { rows: [], total };
    const rows = await this.sql.query<UserRow>(
      `select ${COLUMNS} from ${OWNED} where ${ASKED} order by u.person_id offset $7 limit $8`,
      [...asked, skip, limit],
    );
    return { rows: rows.map(userOf), total };
  }

  async add(id: string, fields: UserFields): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `insert into scim_user
         (tenant_id, person_id, user_name, user_name_key, external_id, display_name, version, created_at, changed_at)
       values ($1, $2, $3, $4, $5, $6, 1, $7, $7)`,
      [tenantId, id, ...keptOf(fields), at],
    );
  }

  async change(id: string, fields: UserFields): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `update scim_user
          set user_name = $3, user_name_key = $4, external_id = $5, display_name = $6, version = version + 1, changed_at = $7
        where tenant_id = $1 and person_id = $2`,
      [tenantId, id, ...keptOf(fields), at],
    );
  }

  async remove(id: string): Promise<void> {
    const values = [this.sql.context.tenantId, id];
    await this.sql.query('delete from scim_member where tenant_id = $1 and person_id = $2', values);
    await this.sql.query('delete from scim_user where tenant_id = $1 and person_id = $2', values);
  }
}

function keptOf({ userName, externalId, displayName }: UserFields): readonly (string | null)[] {
  return [userName, foldUserName(userName), externalId, displayName];
}

function userOf(row: UserRow): ProvisionedUser {
  return {
    id: row.id,
    idNat: row.id_nat,
    familyName: row.family_name,
    givenName: row.given_name,
    userName: row.user_name,
    externalId: row.external_id,
    displayName: row.display_name,
    isActive: row.left_at === null,
    version: row.version,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    groups: row.groups ?? [],
  };
}
