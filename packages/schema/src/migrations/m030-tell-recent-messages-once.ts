import { Migration } from '@mikro-orm/migrations';

/** RFC 3501 §2.3.2: the first uid of a folder that no session was told of yet. What was there before counts as told. */
export class TellRecentMessagesOnce extends Migration {
  override up(): void {
    this.addSql("alter table mail_folder add column recent_from bigint not null default '1'");
    this.addSql('alter table mail_folder no force row level security');
    this.addSql('update mail_folder set recent_from = uid_next');
    this.addSql('alter table mail_folder force row level security');
  }
}
