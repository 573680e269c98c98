import { Migration } from '@mikro-orm/migrations';

/** Since when a BAL has turned letters away for want of room; forgotten as soon as anything in it moves. */
export class RememberFullBals extends Migration {
  override up(): void {
    this.addSql('alter table bal add column full_since timestamptz null');
    this.addSql(`
      create function forget_full_bal() returns trigger language plpgsql as $$
      begin
        new.full_since := null;
        return new;
      end $$`);
    this.addSql(`
      create trigger bal_moves before update of used_bytes, quota_bytes on bal
        for each row when (old.full_since is not null) execute function forget_full_bal()`);
  }
}
