import { Migration } from '@mikro-orm/migrations';

/** EX_GBM_4440: when its holders were told that a BAL nobody opens leaves the sight of the Annuaire’s readers, and from when it does. */
export class TellBeforeUnopenedBalsLeaveSight extends Migration {
  override up(): void {
    this.addSql('alter table bal_directory add column unopened_told_at timestamptz null');
    this.addSql('alter table bal_directory add column unpublished_from timestamptz null');
  }
}
