import type { ListeBlancheChange, ListeBlancheVersion, ListeBlancheVersions } from '@cachet/mss-core';
import { newRowId } from '../row-id.js';
import type { SharedSql } from '../sql.js';

export interface VersionRow {
  readonly id: string;
  readonly generated_at: Date;
  readonly fetched_at: Date;
  readonly sha256: string;
  readonly signer_dn: string;
  readonly signer_expires_at: Date | null;
  readonly domain_count: number;
  readonly row_count: number;
}

/** How many versions stay, byte for byte: a month of daily ones. */
const KEPT_VERSIONS = 30;

/** The listes blanches accepted by this installation, byte for byte. */
export class PgListeBlancheVersions implements ListeBlancheVersions {
  constructor(private readonly sql: SharedSql) {}

  async hold(): Promise<void> {
    await this.sql.query("select pg_advisory_xact_lock(hashtext('liste blanche'))");
  }

  async latest(): Promise<ListeBlancheVersion | null> {
    const [row] = await this.sql.query<VersionRow>(
      `select id, generated_at, fetched_at, sha256, signer_dn, signer_expires_at, domain_count, row_count
         from liste_blanche_version order by rank desc limit 1`,
    );
    return row ? versionOf(row) : null;
  }

  async keep(
    version: ListeBlancheVersion,
    xml: Uint8Array,
    changes: readonly ListeBlancheChange[],
  ): Promise<void> {
    await this.hold();
    await this.sql.query(
      `insert into liste_blanche_version
         (id, generated_at, fetched_at, sha256, signer_dn, signer_expires_at, domain_count, row_count, xml, rank)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9,
               (select coalesce(max(rank), 0) + 1 from liste_blanche_version))`,
      [...columnsOf(version), Buffer.from(xml)],
    );
    await this.#recordChanges(version, changes);
    await this.sql.query(
      `delete from liste_blanche_version
        where rank <= (select max(rank) from liste_blanche_version) - $1::int`,
      [KEPT_VERSIONS],
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

  async #recordChanges(
    { id, fetchedAt }: ListeBlancheVersion,
    changes: readonly ListeBlancheChange[],
  ): Promise<void> {
    // Pages go from the newest id down: written backwards, the changes of one version are read in their own order.
    const rows = changes.toReversed().map((change) => ({ id: newRowId(), ...change }));
    await this.sql.query(
      `insert into liste_blanche_change (id, at, version_id, kind, domain, former, present)
       select id, $2, $3, kind, domain, former, present
         from jsonb_to_recordset($1::jsonb) as c(id uuid, kind text, domain text, former jsonb, present jsonb)`,
      [JSON.stringify(rows), fetchedAt, id],
    );
  }
}

/** In the order id, generated_at, fetched_at, sha256, signer_dn, signer_expires_at, domain_count, row_count. */
export function columnsOf(version: ListeBlancheVersion): readonly unknown[] {
  const { id, generatedAt, fetchedAt, sha256, signerDn, signerExpiresAt, domainCount, rowCount } = version;
  return [id, generatedAt, fetchedAt, sha256, signerDn, signerExpiresAt, domainCount, rowCount];
}

export function versionOf(row: VersionRow): ListeBlancheVersion {
  return {
    id: row.id,
    generatedAt: row.generated_at,
    fetchedAt: row.fetched_at,
    sha256: row.sha256,
    signerDn: row.signer_dn,
    signerExpiresAt: row.signer_expires_at,
    domainCount: row.domain_count,
    rowCount: row.row_count,
  };
}
