import type { ListeBlancheVersion, ListeBlancheVersions } from '@cachet/mss-core';
import type { SharedSql } from '../sql.js';

interface VersionRow {
  id: string;
  generated_at: Date;
  fetched_at: Date;
  sha256: string;
  signer_dn: string;
  domain_count: number;
  row_count: number;
}

/** The listes blanches accepted by this installation, byte for byte. */
export class PgListeBlancheVersions implements ListeBlancheVersions {
  constructor(private readonly sql: SharedSql) {}

  async latest(): Promise<ListeBlancheVersion | null> {
    const [row] = await this.sql.query<VersionRow>(
      `select id, generated_at, fetched_at, sha256, signer_dn, domain_count, row_count
         from liste_blanche_version order by fetched_at desc, id desc limit 1`,
    );
    return row ? versionOf(row) : null;
  }

  async keep(version: ListeBlancheVersion, xml: Uint8Array): Promise<void> {
    await this.sql.query(
      `insert into liste_blanche_version
         (id, generated_at, fetched_at, sha256, signer_dn, domain_count, row_count, xml)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        version.id,
        version.generatedAt,
        version.fetchedAt,
        version.sha256,
        version.signerDn,
        version.domainCount,
        version.rowCount,
        Buffer.from(xml),
      ],
    );
    await this.sql.notify('listeBlanche', version.id);
  }

  async xmlOf(id: string): Promise<Uint8Array | null> {
    const [row] = await this.sql.query<{ xml: Buffer }>(
      'select xml from liste_blanche_version where id = $1',
      [id],
    );
    return row?.xml ?? null;
  }
}

function versionOf(row: VersionRow): ListeBlancheVersion {
  return {
    id: row.id,
    generatedAt: row.generated_at,
    fetchedAt: row.fetched_at,
    sha256: row.sha256,
    signerDn: row.signer_dn,
    domainCount: row.domain_count,
    rowCount: row.row_count,
  };
}
