import type { Actor, CguVersion, CguVersions } from '@cachet/mss-core';
import { bindTo, newestFirst, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy, pageMap } from '../page.js';
import type { SharedSql } from '../sql.js';

interface VersionRow {
  id: string;
  name: string;
  text: string | null;
  text_en: string | null;
  document_url: string | null;
  document_sha256: string | null;
  fingerprint: string;
  in_force_at: Date;
  published_at: Date;
}

const COLUMNS = `v.id, v.name, v.text, v.text_en, v.document_url, v.document_sha256, v.fingerprint, v.in_force_at, v.published_at`;

const NEWEST_FIRST = newestFirst('v.published_at', 'v.id');

/** The versions of the operator's terms of use, shared by all tenants. */
export class PgCguVersions implements CguVersions {
  constructor(
    private readonly sql: SharedSql,
    /** Who publishes. */
    private readonly actor: Actor | null = null,
  ) {}

  async byId(id: string): Promise<CguVersion | null> {
    return (await this.byIds([id])).get(id) ?? null;
  }

  async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, CguVersion>> {
    const rows = await this.sql.query<VersionRow>(
      `select ${COLUMNS} from cgu_version v where v.id = any($1)`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, versionOf(row)]));
  }

  async inForce(at: Date): Promise<CguVersion | null> {
    const [row] = await this.sql.query<VersionRow>(
      `select ${COLUMNS} from cgu_version v where v.in_force_at <= $1 order by v.in_force_at desc limit 1`,
      [at],
    );
    return row ? versionOf(row) : null;
  }

  /** Announced, in the order of their dates. */
  async toCome(at: Date): Promise<readonly CguVersion[]> {
    const rows = await this.sql.query<VersionRow>(
      `select ${COLUMNS} from cgu_version v where v.in_force_at > $1 order by v.in_force_at`,
      [at],
    );
    return rows.map(versionOf);
  }

  /** The last published first. */
  async page(request: PageRequest): Promise<Page<CguVersion>> {
    const page = await pageBy(request, (walk) => {
      const values: unknown[] = [];
      return this.sql.query<VersionRow>(
        `select ${COLUMNS} from cgu_version v where true ${walkSql(NEWEST_FIRST, walk, bindTo(values))}`,
        values,
      );
    });
    return pageMap(page, versionOf);
  }

  async add({ id, name, content, fingerprint, inForceAt, publishedAt }: CguVersion): Promise<boolean> {
    const [french, english, url, sha256] =
      content.kind === 'text'
        ? [content.french, content.english, null, null]
        : [null, null, content.url, content.sha256];
    const added = await this.sql.query(
      `insert into cgu_version
         (id, name, text, text_en, document_url, document_sha256, fingerprint, in_force_at, published_at, published_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning id`,
      [id, name, french, english, url, sha256, fingerprint, inForceAt, publishedAt, this.actor],
    );
    if (added.length === 0) return false;
    // Sessions that are open ask again what their holders owe, and from when.
    await this.sql.notify('cgu', id);
    return true;
  }
}

function versionOf(row: VersionRow): CguVersion {
  return {
    id: row.id,
    name: row.name,
    content:
      row.document_url === null
        ? { kind: 'text', french: row.text ?? '', english: row.text_en ?? '' }
        : { kind: 'document', url: row.document_url, sha256: row.document_sha256 ?? '' },
    fingerprint: row.fingerprint,
    inForceAt: row.in_force_at,
    publishedAt: row.published_at,
  };
}
