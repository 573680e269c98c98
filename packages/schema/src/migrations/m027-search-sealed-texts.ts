import { Migration } from '@mikro-orm/migrations';

/** Texts to search, sealed in packs of many messages, so that a question about a folder opens few of them. */
export class SearchSealedTexts extends Migration {
  override up(): void {
    this.addSql(`
      create table mail_search_pack (
        tenant_id uuid not null,
        id uuid not null,
        bal_id uuid not null,
        octets bigint not null,
        sealed bytea not null,
        primary key (tenant_id, id)
      )`);
    this.addSql(`
      alter table mail_search_pack
        add constraint mail_search_pack_tenant_id_bal_id_foreign
        foreign key (tenant_id, bal_id) references bal (tenant_id, id) on update cascade on delete cascade`);
    this.addSql('create index mail_search_pack_bal on mail_search_pack (tenant_id, bal_id)');
    // Already compressed: PostgreSQL would only try in vain.
    this.addSql('alter table mail_search_pack alter column sealed set storage external');
    this.#wall('mail_search_pack');
    this.addSql('grant select, insert, delete on mail_search_pack to cachet_app');

    this.addSql(`
      create table mail_search_entry (
        tenant_id uuid not null,
        message_id uuid not null,
        bal_id uuid not null,
        pack_id uuid not null,
        primary key (tenant_id, message_id, bal_id)
      )`);
    this.addSql(`
      alter table mail_search_entry
        add constraint mail_search_entry_tenant_id_pack_id_foreign
        foreign key (tenant_id, pack_id) references mail_search_pack (tenant_id, id) on update cascade on delete cascade`);
    // Held while a message is packed: it cannot leave before its entry is there to say which pack leaves with it.
    this.addSql(`
      alter table mail_search_entry
        add constraint mail_search_entry_tenant_id_message_id_foreign
        foreign key (tenant_id, message_id) references mail_message (tenant_id, id) on update cascade`);
    this.addSql('create index mail_search_entry_pack on mail_search_entry (tenant_id, pack_id)');
    this.#wall('mail_search_entry');
    this.addSql('grant select, insert, delete on mail_search_entry to cachet_app');

    this.addSql(`
      create table mail_search_mark (
        tenant_id uuid not null,
        folder_id uuid not null,
        uid bigint not null,
        primary key (tenant_id, folder_id)
      )`);
    this.addSql(`
      alter table mail_search_mark
        add constraint mail_search_mark_tenant_id_folder_id_foreign
        foreign key (tenant_id, folder_id) references mail_folder (tenant_id, id) on update cascade on delete cascade`);
    this.#wall('mail_search_mark');
    this.addSql('grant select, insert, update, delete on mail_search_mark to cachet_app');

    // EX_GBM_6010: the text of a removed message leaves with it. Its neighbours in the pack are packed again.
    this.addSql(`
      create function forget_texts() returns trigger language plpgsql as $$
      begin
        delete from mail_search_pack p
         using mail_search_entry e
         where e.tenant_id = old.tenant_id and e.message_id = old.id
           and p.tenant_id = e.tenant_id and p.id = e.pack_id;
        return old;
      end $$`);
    this.addSql(`
      create trigger mail_message_texts before delete on mail_message
        for each row execute function forget_texts()`);
  }

  #wall(table: string): void {
    this.addSql(`alter table ${table} enable row level security`);
    this.addSql(`alter table ${table} force row level security`);
    this.addSql(`
      create policy ${table}_tenant on ${table}
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
  }
}
