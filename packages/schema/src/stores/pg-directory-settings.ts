import { type DirectorySettings, NO_SETTINGS } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

interface SettingsRow {
  readonly bal_id: string;
  readonly service: string | null;
  readonly rank: number | null;
  readonly hidden_since: Date | null;
  readonly civility: string | null;
  readonly profession: string | null;
  readonly speciality: string | null;
  readonly approval_asked_at: Date | null;
  readonly approved_at: Date | null;
  readonly approval_reference: string | null;
  readonly version: number;
}

/** What only the Annuaire needs to know of the BAL of one tenant. */
export class PgDirectorySettings {
  constructor(private readonly sql: TenantSql) {}

  async of(balId: string): Promise<DirectorySettings> {
    return (await this.among([balId])).get(balId) ?? NO_SETTINGS;
  }

  async among(balIds: readonly string[]): Promise<ReadonlyMap<string, DirectorySettings>> {
    const rows = await this.sql.query<SettingsRow>(
      `select bal_id, service, rank, hidden_since, civility, profession, speciality, approval_asked_at, approved_at,
              approval_reference, version
         from bal_directory where tenant_id = $1 and bal_id = any($2)`,
      [this.sql.context.tenantId, balIds],
    );
    return new Map(rows.map((row) => [row.bal_id, settingsOf(row)]));
  }

  async put(balId: string, settings: DirectorySettings): Promise<boolean> {
    const { tenantId, at } = this.sql.context;
    const rows = await this.sql.query(
      `insert into bal_directory as d (tenant_id, bal_id, service, rank, hidden_since, civility, profession, speciality,
                                       approval_asked_at, approved_at, approval_reference)
       select $1, $2, $3, $4, case when $5 then $6::timestamptz end, $7, $8, $9, $10, $11, $12
        where $13::int = 0 or exists (select from bal_directory where tenant_id = $1 and bal_id = $2)
           on conflict (tenant_id, bal_id) do update
          set service = excluded.service, rank = excluded.rank,
              hidden_since = case when $5 then coalesce(d.hidden_since, excluded.hidden_since) end,
              civility = excluded.civility, profession = excluded.profession, speciality = excluded.speciality,
              approval_asked_at = excluded.approval_asked_at, approved_at = excluded.approved_at,
              approval_reference = excluded.approval_reference, version = d.version + 1
        where d.version = $13::int returning bal_id`,
      [
        ...[tenantId, balId, settings.service, settings.rank, settings.isHidden, at],
        ...[settings.civility, settings.profession, settings.speciality],
        ...[settings.approvalAskedAt, settings.approvedAt, settings.approvalReference, settings.version],
      ],
    );
    return rows.length > 0;
  }
}

function settingsOf(row: SettingsRow): DirectorySettings {
  return {
    ...{ service: row.service, rank: row.rank, isHidden: row.hidden_since !== null, version: row.version },
    ...{ civility: row.civility, profession: row.profession, speciality: row.speciality },
    ...{ approvalAskedAt: row.approval_asked_at, approvedAt: row.approved_at },
    approvalReference: row.approval_reference,
  };
}
