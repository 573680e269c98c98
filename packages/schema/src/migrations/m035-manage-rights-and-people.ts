import { Migration } from '@mikro-orm/migrations';

/** Who opened each access and why, people found by a word of their name, and what each of them accepted and chose. */
export class ManageRightsAndPeople extends Migration {
  override up(): void {
    this.addSql(`
      alter table bal_access
        add column version int not null default '1',
        add column reason text not null default '',
        add column granted_by jsonb null`);

    this.addSql(`
      alter table person
        add column version int not null default '1',
        add column sort_name text collate "C" not null default '',
        add column alert_address text null,
        add column left_at timestamptz null`);
    this.addSql(`update person set sort_name = ${folded("family_name || ' ' || given_name")}`);
    this.addSql('create index person_name on person (tenant_id, sort_name, id)');
    this.addSql(`
      create table person_word (
        tenant_id uuid not null,
        word text collate "C" not null,
        person_id uuid not null,
        primary key (tenant_id, word, person_id)
      )`);
    this.#ofParent('person_word', 'person');
    this.addSql('create index person_word_person on person_word (tenant_id, person_id)');
    this.addSql(`
      insert into person_word (tenant_id, word, person_id)
      select distinct p.tenant_id, w, p.id from person p,
             regexp_split_to_table(p.sort_name || ' ' || lower(p.id_nat), '[^a-z0-9]+') as w where w <> ''`);
    this.#wall('person_word', 'select, insert, delete');

    this.addSql(`
      create table liste_rouge_choice (
        tenant_id uuid not null,
        bal_id uuid not null,
        wanted boolean not null,
        chosen_at timestamptz not null,
        primary key (tenant_id, bal_id)
      )`);
    this.#ofParent('liste_rouge_choice', 'bal');
    this.#wall('liste_rouge_choice', 'select, insert, update');

    this.addSql(`
      create table cgu_version (
        id uuid not null,
        name text not null,
        text text not null,
        in_force_at timestamptz not null,
        published_at timestamptz not null,
        primary key (id)
      )`);
    this.addSql('alter table cgu_version add constraint cgu_version_name_unique unique (name)');
    this.addSql('grant select, insert on cgu_version to cachet_app');
    this.addSql(`
      create table cgu_acceptance (
        tenant_id uuid not null,
        person_id uuid not null,
        version_id uuid not null,
        accepted_at timestamptz not null,
        primary key (tenant_id, person_id, version_id)
      )`);
    this.#ofParent('cgu_acceptance', 'person');
    this.#wall('cgu_acceptance', 'select, insert');
  }

  #ofParent(table: string, parent: string): void {
    this.addSql(`
      alter table ${table}
        add constraint ${table}_tenant_id_${parent}_id_foreign
        foreign key (tenant_id, ${parent}_id) references ${parent} (tenant_id, id) on update cascade`);
  }

  #wall(table: string, privileges: string): void {
    this.addSql(`alter table ${table} enable row level security`);
    this.addSql(`alter table ${table} force row level security`);
    this.addSql(`
      create policy ${table}_tenant on ${table}
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql(`grant ${privileges} on ${table} to cachet_app`);
  }
}

/** As `foldName` of the core folds, for the names that were kept before. */
function folded(text: string): string {
  const plain = `replace(replace(lower(${text}), 'œ', 'oe'), 'æ', 'ae')`;
  return `translate(${plain}, 'àâäáãåçéèêëíìîïñóòôöõúùûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy')`;
}
