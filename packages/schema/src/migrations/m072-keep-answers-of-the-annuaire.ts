import { Migration } from '@mikro-orm/migrations';

/** What the FHIR service of the Annuaire Santé told, kept for when it is slow or away. */
export class KeepAnswersOfTheAnnuaire extends Migration {
  override up(): void {
    this.addSql(`
      create table directory_answer (
        key text collate "C" not null,
        entries jsonb not null,
        is_cut boolean not null,
        as_of timestamptz not null,
        primary key (key)
      )`);
    this.addSql('create index directory_answer_as_of on directory_answer (as_of)');
    this.addSql('grant select, insert, update, delete on directory_answer to cachet_app');
  }
}
