import type { IdNat, NewTenantRole, RoleStore, TenantRole } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { PgPortalSessions } from './pg-portal-sessions.js';

/** Who administers one tenant. */
export class PgRoles implements RoleStore {
  constructor(private readonly sql: TenantSql) {}

  async rolesOf(idNat: IdNat): Promise<readonly TenantRole[]> {
    const rows = await this.sql.query<{ role: TenantRole }>(
      `select r.role from tenant_role r join person p on p.tenant_id = r.tenant_id and p.id = r.person_id
        where r.tenant_id = $1 and p.id_nat = $2 order by r.role`,
      [this.sql.context.tenantId, idNat],
    );
    return rows.map((row) => row.role);
  }

  /** Those among them who have a role here. */
  async holdersAmong(idNats: readonly IdNat[]): Promise<ReadonlySet<IdNat>> {
    const rows = await this.sql.query<{ id_nat: IdNat }>(
      `select distinct p.id_nat from tenant_role r join person p on p.tenant_id = r.tenant_id and p.id = r.person_id
        where r.tenant_id = $1 and p.id_nat = any($2)`,
      [this.sql.context.tenantId, idNats],
    );
    return new Set(rows.map((row) => row.id_nat));
  }

  async add({ id, personId, role }: NewTenantRole): Promise<void> {
    await this.sql.query('insert into tenant_role (tenant_id, id, person_id, role) values ($1, $2, $3, $4)', [
      this.sql.context.tenantId,
      id,
      personId,
      role,
    ]);
  }

  async holdersOf(role: TenantRole): Promise<readonly IdNat[]> {
    await this.sql.query("select pg_advisory_xact_lock(hashtextextended('tenant_role ' || $1 || $2, 0))", [
      this.sql.context.tenantId,
      role,
    ]);
    const rows = await this.sql.query<{ id_nat: IdNat }>(
      `select p.id_nat from tenant_role r join person p on p.tenant_id = r.tenant_id and p.id = r.person_id
        where r.tenant_id = $1 and r.role = $2`,
      [this.sql.context.tenantId, role],
    );
    return rows.map((row) => row.id_nat);
  }

  async remove(personId: string, role: TenantRole): Promise<void> {
    const [row] = await this.sql.query<{ id_nat: IdNat }>(
      `delete from tenant_role r using person p
        where r.tenant_id = $1 and r.person_id = $2 and r.role = $3 and p.tenant_id = r.tenant_id and p.id = r.person_id
       returning p.id_nat`,
      [this.sql.context.tenantId, personId, role],
    );
    if (!row) return;
    // A group of the directory that gave it gives it no more.
    await this.sql.query(
      `update scim_member m set gave_role = false from scim_group g
        where m.tenant_id = $1 and m.person_id = $2 and m.gave_role and g.tenant_id = m.tenant_id and g.id = m.group_id and g.role = $3`,
      [this.sql.context.tenantId, personId, role],
    );
    await new PgPortalSessions(this.sql).stir([row.id_nat]);
  }
}
