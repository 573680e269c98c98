import { Migration } from '@mikro-orm/migrations';

/** The words of each copy of the Annuaire, put together once by whoever finishes it. */
export class KeepTheWordsOfACopyTogether extends Migration {
  override up(): void {
    this.addSql(`
      create table directory_lexicon (
        copy_id int not null,
        seq int not null,
        text text not null,
        last text null,
        primary key (copy_id, seq)
      )`);
    // Read once by each process, in a moment: packing it would cost more than its octets.
    this.addSql('alter table directory_lexicon alter column text set storage external');
    this.addSql('grant select, insert, delete on directory_lexicon to cachet_app');
  }
}
