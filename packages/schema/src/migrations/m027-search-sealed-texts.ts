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
    this.addSql('grant select, insert, update, delete on mail_search_pack to cachet_app');

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
    this.addSql('create index mail_search_entry_pack on mail_search_entry (tenant_id, pack_id)');
    this.#wall('mail_search_entry');
    this.addSql('grant select, insert, delete on mail_search_entry to cachet_app');

    this.addSql(`
      create table mail_search_mark (
        tenant_id uuid not null,
        folder_id uuid not null,
        uid bigint not null,
        resets bigint not null default '0',
        primary key (tenant_id, folder_id)
      )`);
    this.addSql(`
      alter table mail_search_mark
        add constraint mail_search_mark_tenant_id_folder_id_foreign
        foreign key (tenant_id, folder_id) references mail_folder (tenant_id, id) on update cascade on delete cascade`);
    this.#wall('mail_search_mark');
    this.addSql('grant select, insert, update, delete on mail_search_mark to cachet_app');

    // Messages to remove that somebody held at that moment: a job looks at them again.
    this.addSql(`
      create table mail_message_leaving (
        tenant_id uuid not null,
        message_id uuid not null,
        since timestamptz not null,
        primary key (tenant_id, message_id)
      )`);
    this.#wall('mail_message_leaving');
    this.addSql('grant select, insert, delete on mail_message_leaving to cachet_app');

    // EX_GBM_6010: the text of a removed message leaves with it. Packs are locked in one order for all who remove; the neighbours in
    // a pack that leaves are packed again, for which the marks of its BAL go back to the beginning.
    this.addSql(`
      create function forget_texts() returns trigger language plpgsql as $$
      declare
        v_packs uuid[];
        v_bals uuid[];
      begin
        if not exists (select from mail_search_entry e join gone g on e.tenant_id = g.tenant_id and e.message_id = g.id) then
          return null;
        end if;
        select array_agg(p.id), array_agg(distinct p.bal_id) into v_packs, v_bals from (
          select p.id, p.bal_id from mail_search_pack p
           where p.tenant_id = app_tenant_id() and p.id in (
             select e.pack_id from mail_search_entry e join gone g on e.tenant_id = g.tenant_id and e.message_id = g.id)
           order by p.id for update) p;
        delete from mail_search_pack p where p.tenant_id = app_tenant_id() and p.id = any(v_packs);
        update mail_search_mark k set uid = 0, resets = k.resets + 1 from (
          select m.folder_id from mail_search_mark m join mail_folder f on f.tenant_id = m.tenant_id and f.id = m.folder_id
           where m.tenant_id = app_tenant_id() and f.bal_id = any(v_bals)
           order by m.folder_id for update of m) held
         where k.tenant_id = app_tenant_id() and k.folder_id = held.folder_id;
        return null;
      end $$`);
    this.addSql(`
      create trigger mail_message_texts after delete on mail_message
        referencing old table as gone for each statement execute function forget_texts()`);
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
