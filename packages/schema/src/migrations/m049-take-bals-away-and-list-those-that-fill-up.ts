import { Migration } from '@mikro-orm/migrations';

const KINDS = ['balOpening', 'accessOpening', 'balUndoing', 'accessUndoing', 'balExport'];

/** Exports of BAL among the operations; BAL that reached a threshold of their quota, listed by address. */
export class TakeBalsAwayAndListThoseThatFillUp extends Migration {
  override up(): void {
    this.addSql('alter table operation drop constraint operation_kind_check');
    const kinds = KINDS.map((kind) => `'${kind}'`).join(', ');
    this.addSql(`alter table operation add constraint operation_kind_check check (kind in (${kinds}))`);
    this.addSql('create index bal_filling on bal (tenant_id, address, id) where quota_level >= 80');
  }
}
