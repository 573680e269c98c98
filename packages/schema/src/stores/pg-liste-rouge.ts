import type { ListeRougeChoices } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

/** Which BAL of one tenant their holders want on the liste rouge. */
export class PgListeRouge implements ListeRougeChoices {
  constructor(private readonly sql: TenantSql) {}

  async choose(balId: string, wanted: boolean): Promise<void> {
    await this.sql.query(
      `insert into liste_rouge_choice (tenant_id, bal_id, wanted, chosen_at) values ($1, $2, $3, $4)
       on conflict (tenant_id, bal_id) do update set wanted = excluded.wanted, chosen_at = excluded.chosen_at`,
      [this.sql.context.tenantId, balId, wanted, this.sql.context.at],
    );
  }

  /** Those among these BAL that are wanted there. */
  async wantedAmong(balIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.sql.query<{ bal_id: string }>(
      'select bal_id from liste_rouge_choice where tenant_id = $1 and bal_id = any($2) and wanted',
      [this.sql.context.tenantId, balIds],
    );
    return new Set(rows.map((row) => row.bal_id));
  }
}
