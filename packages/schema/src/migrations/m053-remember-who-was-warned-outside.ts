import { Migration } from '@mikro-orm/migrations';

/** EX_GBM_4440: when those who use a BAL that is about to leave sight were written to, outside the trust space. */
export class RememberWhoWasWarnedOutside extends Migration {
  override up(): void {
    this.addSql('alter table bal_directory add column warned_outside_at timestamptz null');
  }
}
