import { Migration } from '@mikro-orm/migrations';

/**
 * The index that counts BAL begins with their state. It is a tenth of the primary key's size: beginning with the tenant, it was taken for
 * looking up one BAL as long as the table had no statistics, and each foreign key to a BAL then read all those of its structure.
 */
export class CountBalsByStateFirst extends Migration {
  override up(): void {
    this.addSql('drop index bal_state');
    this.addSql('create index bal_state on bal (state, tenant_id)');
  }
}
