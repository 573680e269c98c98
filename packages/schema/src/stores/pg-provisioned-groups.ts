import type {
  GroupFields,
  GroupRole,
  IdNat,
  ProvisionedGroup,
  ProvisionedGroups,
  ProvisionedMember,
} from '@cachet/mss-core';
import { newRowId } from '../row-id.js';
import type { TenantSql } from '../sql.js';
import { PgPortalSessions } from './pg-portal-sessions.js';

interface GroupRow {
  id: string;
  role: GroupRole;
  display_name: string;
  external_id: string | null;
  version: string;
  created_at: Date;
  changed_at: Date;
}

interface MemberRow {
  group_id: string;
  id: string;
  id_nat: IdNat;
  display_name: string;
  is_active: boolean;
}

/** What is asked of the list of groups: all conditions at once. */
export interface GroupQuery {
  readonly id?: string;
  readonly displayName?: string;
  readonly externalId?: string;
  /** The id of somebody who is in it. */
  readonly member?: string;
}

const COLUMNS = 'id, role, display_name, external_id, version::text, created_at, changed_at';
const MEMBER = `
  p.id, p.id_nat, coalesce(u.display_name, trim(p.given_name || ' ' || p.family_name)) as display_name, p.left_at is null as is_active`;
const OWNED = 'scim_user u join person p on p.tenant_id = u.tenant_id and p.id = u.person_id';
type Of = Pick<ProvisionedGroup, 'id' | 'role'>;

/** The groups of one tenant's directory: at most one for each role. */
export class PgProvisionedGroups implements ProvisionedGroups {
  constructor(private readonly sql: TenantSql) {}

  async byId(id: string): Promise<ProvisionedGroup | null> {
    const [group] = await this.list({ id });
    return group ?? null;
  }

  /** All of them: there are never more than roles. */
  async list({ id, displayName, externalId, member }: GroupQuery): Promise<readonly ProvisionedGroup[]> {
    const rows = await this.sql.query<GroupRow>(
      `select ${COLUMNS} from scim_group g
        where g.tenant_id = $1 and ($2::uuid is null or g.id = $2) and ($3::text is null or lower(g.display_name) = lower($3))
          and ($4::text is null or g.external_id = $4)
          and ($5::uuid is null or exists (select from scim_member m
                where m.tenant_id = g.tenant_id and m.group_id = g.id and m.person_id = $5))
        order by g.id`,
      [this.sql.context.tenantId, id ?? null, displayName ?? null, externalId ?? null, member ?? null],
    );
    return rows.map(groupOf);
  }

  async hasRole(role: GroupRole): Promise<boolean> {
    const rows = await this.sql.query('select from scim_group where tenant_id = $1 and role = $2', [
      this.sql.context.tenantId,
      role,
    ]);
    return rows.length > 0;
  }

  async add({ id, role, displayName, externalId }: Of & GroupFields): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `insert into scim_group (tenant_id, id, role, display_name, external_id, version, created_at, changed_at)
       values ($1, $2, $3, $4, $5, 1, $6, $6)`,
      [tenantId, id, role, displayName, externalId, at],
    );
  }

  async change(id: string, { displayName, externalId }: GroupFields): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query(
      `update scim_group set display_name = $3, external_id = $4, version = version + 1, changed_at = $5
        where tenant_id = $1 and id = $2`,
      [tenantId, id, displayName, externalId, at],
    );
  }

  async remove(id: string): Promise<void> {
    const values = [this.sql.context.tenantId, id];
    await this.sql.query('delete from scim_member where tenant_id = $1 and group_id = $2', values);
    await this.sql.query('delete from scim_group where tenant_id = $1 and id = $2', values);
  }

  async members(id: string): Promise<readonly ProvisionedMember[]> {
    return (await this.membersOf([id])).get(id) ?? [];
  }

  /** Of several groups, in one question. */
  async membersOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly ProvisionedMember[]>> {
    const rows = await this.sql.query<MemberRow>(
      `select m.group_id, ${MEMBER} from ${OWNED}
         join scim_member m on m.tenant_id = u.tenant_id and m.person_id = u.person_id
        where m.tenant_id = $1 and m.group_id = any($2::uuid[]) order by m.person_id`,
      [this.sql.context.tenantId, ids],
    );
    const byGroup = Map.groupBy(rows, (row) => row.group_id);
    return new Map([...byGroup].map(([id, found]) => [id, found.map(memberOf)]));
  }

  async knownAmong(ids: readonly string[]): Promise<readonly ProvisionedMember[]> {
    if (ids.length === 0) return [];
    const rows = await this.sql.query<MemberRow>(
      `select ${MEMBER} from ${OWNED} where u.tenant_id = $1 and u.person_id = any($2::uuid[])`,
      [this.sql.context.tenantId, ids],
    );
    return rows.map(memberOf);
  }

  async join({ id, role }: Of, ids: readonly string[]): Promise<readonly IdNat[]> {
    if (ids.length === 0) return [];
    await this.sql.query(
      `insert into scim_member (tenant_id, group_id, person_id, gave_role)
       select $1, $2, m.id, false from unnest($3::uuid[]) as m (id) on conflict do nothing`,
      [this.sql.context.tenantId, id, ids],
    );
    const given = await this.#give(id, role, ids);
    return given.map(({ id_nat }) => id_nat);
  }

  async leave({ id, role }: Of, ids: readonly string[]): Promise<readonly IdNat[]> {
    if (ids.length === 0) return [];
    const rows = await this.sql.query<{ id_nat: IdNat }>(
      `with gone as (
         delete from scim_member where tenant_id = $1 and group_id = $2 and person_id = any($3::uuid[])
         returning person_id, gave_role
       ), withdrawn as (
         delete from tenant_role r using gone g
          where r.tenant_id = $1 and r.person_id = g.person_id and r.role = $4 and g.gave_role returning r.person_id
       )
       select p.id_nat from person p join withdrawn w on w.person_id = p.id where p.tenant_id = $1`,
      [this.sql.context.tenantId, id, ids, role],
    );
    const idNats = rows.map(({ id_nat }) => id_nat);
    await new PgPortalSessions(this.sql).stir(idNats);
    return idNats;
  }

  async restore(personId: string): Promise<readonly GroupRole[]> {
    const groups = await this.list({ member: personId });
    const given: GroupRole[] = [];
    for (const { id, role } of groups) {
      if ((await this.#give(id, role, [personId])).length > 0) given.push(role);
    }
    return given;
  }

  async #give(
    groupId: string,
    role: GroupRole,
    ids: readonly string[],
  ): Promise<readonly { readonly id_nat: IdNat }[]> {
    return this.sql.query<{ id_nat: IdNat }>(
      `with given as (
         insert into tenant_role (tenant_id, id, person_id, role)
         select p.tenant_id, n.row_id, p.id, $4
           from unnest($3::uuid[], $5::uuid[]) as n (person_id, row_id)
           join person p on p.tenant_id = $1 and p.id = n.person_id and p.left_at is null
         on conflict do nothing returning person_id
       ), noted as (
         update scim_member m set gave_role = true from given g
          where m.tenant_id = $1 and m.group_id = $2 and m.person_id = g.person_id
       )
       select p.id_nat from person p join given g on g.person_id = p.id where p.tenant_id = $1`,
      [this.sql.context.tenantId, groupId, ids, role, ids.map(newRowId)],
    );
  }
}

function groupOf(row: GroupRow): ProvisionedGroup {
  return {
    id: row.id,
    role: row.role,
    displayName: row.display_name,
    externalId: row.external_id,
    version: row.version,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

function memberOf({ id, id_nat, display_name, is_active }: MemberRow): ProvisionedMember {
  return { id, idNat: id_nat, displayName: display_name, isActive: is_active };
}
