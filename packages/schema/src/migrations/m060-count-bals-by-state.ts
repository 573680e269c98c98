import { Migration } from '@mikro-orm/migrations';

/** How many BAL of a structure are in a state is told by an index, without reading the BAL. */
export class CountBalsByState extends Migration {
  override up(): void {
    this.addSql('create index bal_state on bal (tenant_id, state)');
  }
}
