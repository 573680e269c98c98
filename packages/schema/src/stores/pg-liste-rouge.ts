import type { ListeRougeCause, ListeRougeChoices } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

/** Why a BAL is on the liste rouge at $2, from its `bal_directory` s and its `liste_rouge_choice` c. */
export const LISTE_ROUGE_CAUSES = `array_remove(array[case when c.wanted then 'choice' end,
                                 case when s.inactive_since <= $2 then 'inactivity' end,
                                 case when s.hidden_since <= $2 then 'structure' end], null)`;

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

  /** Why each of those among these BAL that are there is. */
  async causesAmong(balIds: readonly string[]): Promise<ReadonlyMap<string, readonly ListeRougeCause[]>> {
    const { tenantId, at } = this.sql.context;
    const rows = await this.sql.query<{ id: string; causes: readonly ListeRougeCause[] }>(
      `select b.id, ${LISTE_ROUGE_CAUSES} as causes
         from bal b
         left join bal_directory s on s.tenant_id = b.tenant_id and s.bal_id = b.id
         left join liste_rouge_choice c on c.tenant_id = b.tenant_id and c.bal_id = b.id
        where b.tenant_id = $1 and b.id = any($3)`,
      [tenantId, at, balIds],
    );
    return new Map(rows.map(({ id, causes }) => [id, causes]));
  }
}
