import { Migration } from '@mikro-orm/migrations';

/** Numbers of copies of the Annuaire are given once: whoever wakes late finds that theirs is gone, never that it is another’s. */
export class NumberCopiesOnce extends Migration {
  override up(): void {
    this.addSql('create sequence directory_copy_number as int');
    this.addSql(
      "select setval('directory_copy_number', (select coalesce(max(id), 0) + 1 from directory_copy), false)",
    );
    this.addSql('grant usage on sequence directory_copy_number to cachet_app');
  }
}
