import { Migration } from '@mikro-orm/migrations';

/** How far the mail of a BAL was taken over from another server, folder by folder: what is marked here is never fetched again. */
export class TakeMailOver extends Migration {
  override up(): void {
    this.addSql(`
      create table mail_import (
        tenant_id uuid not null,
        id uuid not null,
        bal_id uuid not null,
        source text not null,
        begun_at timestamptz not null,
        ended_at timestamptz null,
        primary key (tenant_id, id)
      )`);
    this.addSql(
      'alter table mail_import add constraint mail_import_source_unique unique (tenant_id, bal_id, source)',
    );
    this.addSql(`
      alter table mail_import
        add constraint mail_import_tenant_id_bal_id_foreign
        foreign key (tenant_id, bal_id) references bal (tenant_id, id) on update cascade`);
    this.#wall('mail_import');

    this.addSql(`
      create table mail_import_folder (
        tenant_id uuid not null,
        import_id uuid not null,
        name text not null,
        uid_validity bigint not null,
        target text not null,
        messages bigint not null,
        last_uid bigint not null default '0',
        imported bigint not null default '0',
        refused bigint not null default '0',
        primary key (tenant_id, import_id, name, uid_validity)
      )`);
    this.#ofImport('mail_import_folder');
    this.#wall('mail_import_folder');

    this.addSql(`
      create table mail_import_refusal (
        tenant_id uuid not null,
        import_id uuid not null,
        name text not null,
        uid_validity bigint not null,
        uid bigint not null,
        code text not null,
        primary key (tenant_id, import_id, name, uid_validity, uid)
      )`);
    this.#ofImport('mail_import_refusal');
    this.#wall('mail_import_refusal');
  }

  #ofImport(table: string): void {
    this.addSql(`
      alter table ${table}
        add constraint ${table}_tenant_id_import_id_foreign
        foreign key (tenant_id, import_id) references mail_import (tenant_id, id) on update cascade on delete cascade`);
  }

  #wall(table: string): void {
    this.addSql(`alter table ${table} enable row level security`);
    this.addSql(`alter table ${table} force row level security`);
    this.addSql(`
      create policy ${table}_tenant on ${table}
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql(`grant select, insert, update, delete on ${table} to cachet_app`);
  }
}
