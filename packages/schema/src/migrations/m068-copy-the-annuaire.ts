import { Migration } from '@mikro-orm/migrations';

/** Copies of the Annuaire Santé that are searched here: their lines, the words of these, and the practices of professionals. */
export class CopyTheAnnuaire extends Migration {
  override up(): void {
    this.addSql(`
      create table directory_copy (
        id int not null,
        kind text check (kind in ('bals', 'identities', 'own')) not null,
        state text check (state in ('loading', 'pending', 'inForce', 'former')) not null,
        source text not null,
        file_name text null,
        started_at timestamptz not null,
        as_of timestamptz null,
        loaded_at timestamptz null,
        sha256 text null,
        line_count int not null default 0,
        bad_line_count int not null default 0,
        primary key (id)
      )`);
    this.addSql(
      `create unique index directory_copy_in_force on directory_copy (kind) where (state = 'inForce'::text)`,
    );
    this.addSql('grant select, insert, update, delete on directory_copy to cachet_app');

    this.addSql(`
      create table directory_entry (
        copy_id int not null,
        id int not null,
        address text not null,
        kind text not null,
        holder_type text null,
        holder_number text null,
        title text null,
        family_name text null,
        given_name text null,
        profession_code text null,
        profession_label text null,
        speciality_code text null,
        speciality_label text null,
        structure_type text null,
        structure_number text null,
        structure_name text null,
        sign_name text null,
        service text null,
        description text null,
        people text null,
        postal_code text null,
        town text null,
        department text null,
        primary key (copy_id, id)
      )`);
    this.addSql('grant select, insert, delete on directory_entry to cachet_app');

    this.addSql(`
      create table directory_word (
        copy_id int not null,
        word text collate "C" not null,
        field text collate "C" not null,
        segment int not null,
        entries bytea not null,
        primary key (copy_id, word, field, segment)
      )`);
    // Numbers of lines hardly shrink, and shrinking them costs more than their octets.
    this.addSql('alter table directory_word alter column entries set storage external');
    this.addSql('grant select, insert, delete on directory_word to cachet_app');

    this.addSql(`
      create table directory_practice (
        copy_id int not null,
        id int not null,
        holder_type text not null,
        holder_number text not null,
        title text null,
        family_name text not null,
        given_name text not null,
        category_code text null,
        profession_code text null,
        profession_label text null,
        speciality_code text null,
        speciality_label text null,
        structure_type text null,
        structure_number text null,
        structure_name text null,
        postal_code text null,
        town text null,
        primary key (copy_id, id)
      )`);
    this.addSql(
      'create index directory_practice_holder on directory_practice (copy_id, holder_number, holder_type)',
    );
    this.addSql(
      'create index directory_practice_structure on directory_practice (copy_id, structure_number, structure_type)',
    );
    this.addSql('grant select, insert, delete on directory_practice to cachet_app');
  }
}
