import type { ListeBlancheVersion, PendingListeBlanche } from '@cachet/mss-core';
import type { SharedSql } from '../sql.js';
import { columnsOf, type VersionRow, versionOf } from './pg-liste-blanche-versions.js';

/** The liste blanche that waits for a person's yes. */
export class PgPendingListeBlanche implements PendingListeBlanche {
  constructor(private readonly sql: SharedSql) {}

  async read(): Promise<{ readonly version: ListeBlancheVersion; readonly xml: Uint8Array } | null> {
    const [row] = await this.sql.query<VersionRow & { readonly xml: Buffer }>(
      `select id, generated_at, fetched_at, sha256, signer_dn, signer_expires_at, domain_count, row_count, xml
         from liste_blanche_pending`,
    );
    return row ? { version: versionOf(row), xml: row.xml } : null;
  }

  /** Without its bytes, to be shown. */
  async version(): Promise<ListeBlancheVersion | null> {
    const [row] = await this.sql.query<VersionRow>(
      `select id, generated_at, fetched_at, sha256, signer_dn, signer_expires_at, domain_count, row_count
         from liste_blanche_pending`,
    );
    return row ? versionOf(row) : null;
  }

  async put(version: ListeBlancheVersion, xml: Uint8Array): Promise<void> {
    await this.clear();
    await this.sql.query(
      `insert into liste_blanche_pending
         (id, generated_at, fetched_at, sha256, signer_dn, signer_expires_at, domain_count, row_count, xml)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [...columnsOf(version), Buffer.from(xml)],
    );
  }

  async clear(): Promise<void> {
    await this.sql.query('delete from liste_blanche_pending');
  }
}
