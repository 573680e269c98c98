import { type BalRegister, type NewBal, SPECIAL_FOLDER_NAMES, type StructureIdNat } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { PgBalStore } from './pg-bal-store.js';

/** Opening of BAL in one tenant. */
export class PgBalRegister extends PgBalStore implements BalRegister {
  constructor(private readonly visit: TenantSql) {
    super(visit);
  }

  async add(bal: NewBal, newFolderId: () => string): Promise<boolean> {
    const { tenantId, at } = this.visit.context;
    // RE_GBM_4330: the address of a BAL that was closed is given to nobody.
    if (await this.byAddress(bal.address)) return false;
    const routed = await this.visit.query(
      `insert into route_address (address, tenant_id, bal_id, state) values ($1, $2, $3, 'active')
       on conflict do nothing returning bal_id`,
      [bal.address, tenantId, bal.id],
    );
    if (routed.length === 0) return false;
    const folders = foldersOf(at, newFolderId);
    await this.visit.query(
      `insert into bal
         (tenant_id, id, address, kind, state, is_test, description, quota_bytes, last_uid_validity, created_at)
       values ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $9)`,
      [
        tenantId,
        bal.id,
        bal.address,
        bal.kind,
        bal.isTest,
        bal.description,
        bal.quotaBytes,
        Math.max(...folders.map((folder) => folder.uid_validity)),
        at,
      ],
    );
    await this.visit.query(
      `insert into mail_folder (tenant_id, id, bal_id, special_use, name, uid_validity, created_at)
       select $1, f.id, $2, f.special_use, f.name, f.uid_validity, $3
         from jsonb_to_recordset($4) as f(id uuid, special_use text, name text, uid_validity bigint)`,
      [tenantId, bal.id, at, JSON.stringify(folders)],
    );
    await this.visit.notify('bal', bal.id);
    return true;
  }

  async addStructure(balId: string, idNat: StructureIdNat): Promise<void> {
    const { tenantId, at } = this.visit.context;
    await this.visit.query(
      `insert into bal_structure (tenant_id, bal_id, id_nat, authorised_at) values ($1, $2, $3, $4)
       on conflict do nothing`,
      [tenantId, balId, idNat, at],
    );
    await this.visit.notify('bal', balId);
  }

  async removeStructure(balId: string, idNat: StructureIdNat): Promise<boolean> {
    const removed = await this.visit.query(
      'delete from bal_structure where tenant_id = $1 and bal_id = $2 and id_nat = $3 returning id_nat',
      [this.visit.context.tenantId, balId, idNat],
    );
    await this.visit.notify('bal', balId);
    return removed.length === 1;
  }
}

// RFC 3501 §2.3.1.1: seconds since 1970, so that data begun afresh never show a UIDVALIDITY some client remembers.
function foldersOf(at: Date, newFolderId: () => string) {
  const first = Math.floor(at.getTime() / 1000);
  return Object.entries(SPECIAL_FOLDER_NAMES).map(([special_use, name], index) => ({
    id: newFolderId(),
    special_use,
    name,
    uid_validity: first + index,
  }));
}
