import type { BalRegister, NewBal, StructureIdNat } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { addFolders } from './bal-folders.js';
import { PgBalStore } from './pg-bal-store.js';

/** Opening of BAL in one tenant. */
export class PgBalRegister extends PgBalStore implements BalRegister {
  constructor(private readonly visit: TenantSql) {
    super(visit);
  }

  async add(bal: NewBal, newFolderId: () => string): Promise<boolean> {
    const { tenantId, at } = this.visit.context;
    const routed = await this.visit.query(
      `insert into route_address (address, tenant_id, bal_id, state, is_test) values ($1, $2, $3, 'active', $4)
       on conflict do nothing returning bal_id`,
      [bal.address, tenantId, bal.id, bal.isTest],
    );
    if (routed.length === 0) return false;
    await this.visit.query(
      `insert into bal (tenant_id, id, address, kind, state, is_test, description, quota_bytes, created_at)
       values ($1, $2, $3, $4, 'active', $5, $6, $7, $8)`,
      [tenantId, bal.id, bal.address, bal.kind, bal.isTest, bal.description, bal.quotaBytes, at],
    );
    await addFolders(this.visit, bal.id, newFolderId);
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
