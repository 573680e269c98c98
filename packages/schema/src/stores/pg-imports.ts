import type {
  FolderMarks,
  ImportDesk,
  ImportProgress,
  LeftOutCode,
  LeftOutMessage,
  OpenedImport,
} from '@cachet/mss-core';
import { newRowId } from '../row-id.js';
import type { TenantSql } from '../sql.js';

/** How far mail was taken over, within one transaction of its tenant. */
export class PgImports implements ImportDesk {
  constructor(private readonly sql: TenantSql) {}

  async begin(balId: string, source: string): Promise<string> {
    const { tenantId, at } = this.sql.context;
    const [row] = await this.sql.query<{ id: string }>(
      `insert into mail_import (tenant_id, id, bal_id, source, begun_at) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, bal_id, source) do update set ended_at = null
       returning id`,
      [tenantId, newRowId(), balId, source, at],
    );
    return row?.id ?? '';
  }

  async end(importId: string): Promise<void> {
    const { tenantId, at } = this.sql.context;
    await this.sql.query('update mail_import set ended_at = $3 where tenant_id = $1 and id = $2', [
      tenantId,
      importId,
      at,
    ]);
  }

  async open(marks: FolderMarks, target: string, messages: number): Promise<OpenedImport> {
    const [row] = await this.sql.query<{ last_uid: number; imported: number; refused: number }>(
      `insert into mail_import_folder (tenant_id, import_id, name, uid_validity, target, messages)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (tenant_id, import_id, name, uid_validity)
         do update set target = excluded.target, messages = excluded.messages
       returning last_uid, imported, refused`,
      [...this.#keyOf(marks), target, messages],
    );
    return { lastUid: row?.last_uid ?? 0, imported: row?.imported ?? 0, refused: row?.refused ?? 0 };
  }

  async mark(marks: FolderMarks, before: number, uid: number, refused: LeftOutCode | null): Promise<boolean> {
    const marked = await this.sql.query(
      `update mail_import_folder
          set last_uid = $6, imported = imported + $7, refused = refused + $8
        where tenant_id = $1 and import_id = $2 and name = $3 and uid_validity = $4 and last_uid = $5
       returning last_uid`,
      [...this.#keyOf(marks), before, uid, refused ? 0 : 1, refused ? 1 : 0],
    );
    if (marked.length === 0) return false;
    if (refused)
      await this.sql.query(
        `insert into mail_import_refusal (tenant_id, import_id, name, uid_validity, uid, code)
         values ($1, $2, $3, $4, $5, $6)`,
        [...this.#keyOf(marks), uid, refused],
      );
    return true;
  }

  async progress(balId: string): Promise<readonly ImportProgress[]> {
    return this.sql.query<ImportProgress>(
      `select i.source, i.ended_at as "endedAt", f.name, f.target, f.messages, f.imported, f.refused
         from mail_import i join mail_import_folder f on f.tenant_id = i.tenant_id and f.import_id = i.id
        where i.tenant_id = $1 and i.bal_id = $2
        order by i.source, f.name, f.uid_validity`,
      [this.sql.context.tenantId, balId],
    );
  }

  async leftOut(
    balId: string,
    source: string,
    most: number,
  ): Promise<{ total: number; first: readonly LeftOutMessage[] }> {
    const rows = await this.sql.query<LeftOutMessage & { total: number }>(
      `select r.name as folder, r.uid, r.code, count(*) over () as total
         from mail_import i join mail_import_refusal r on r.tenant_id = i.tenant_id and r.import_id = i.id
        where i.tenant_id = $1 and i.bal_id = $2 and i.source = $3
        order by r.name, r.uid_validity, r.uid limit $4`,
      [this.sql.context.tenantId, balId, source, most],
    );
    const first = rows.map(({ folder, uid, code }) => ({ folder, uid, code }));
    return { total: rows[0]?.total ?? 0, first };
  }

  #keyOf({ importId, name, uidValidity }: FolderMarks): readonly unknown[] {
    return [this.sql.context.tenantId, importId, name, uidValidity];
  }
}
