import { Migration } from '@mikro-orm/migrations';

/** The lists that had no index in their own order: keys, webhooks and applicative BAL, newest first. */
export class WalkListsFromEitherEnd extends Migration {
  override up(): void {
    this.addSql('create index api_key_recent on api_key (tenant_id, created_at, id)');
    this.addSql('create index webhook_recent on webhook (tenant_id, created_at, id)');
    this.addSql(`
      create index bal_applicative_recent on bal (tenant_id, created_at, id) where kind = 'applicative'`);
  }
}
