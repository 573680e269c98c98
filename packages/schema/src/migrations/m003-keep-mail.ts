import { Migration } from '@mikro-orm/migrations';

/** Messages, their bytes, folders and what is filed in them. */
export class KeepMail extends Migration {
  override up(): void {
    this.addSql(`
      create table mail_message (
        tenant_id uuid not null,
        id uuid not null,
        sha256 text not null,
        size bigint not null,
        structure jsonb not null,
        received_at timestamptz not null,
        primary key (tenant_id, id)
      )`);
    this.addSql(
      'alter table mail_message add constraint mail_message_sha256_unique unique (tenant_id, sha256)',
    );
    this.addSql('alter table mail_message enable row level security');
    this.addSql('alter table mail_message force row level security');
    this.addSql(`
      create policy mail_message_tenant on mail_message
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on mail_message to cachet_app');

    this.addSql(`
      create table mail_message_chunk (
        tenant_id uuid not null,
        message_id uuid not null,
        seq int not null,
        bytes bytea not null,
        primary key (tenant_id, message_id, seq)
      )`);
    this.addSql(`
      alter table mail_message_chunk
        add constraint mail_message_chunk_tenant_id_message_id_foreign
        foreign key (tenant_id, message_id)
        references mail_message (tenant_id, id) on update cascade on delete cascade`);
    this.addSql('alter table mail_message_chunk enable row level security');
    this.addSql('alter table mail_message_chunk force row level security');
    this.addSql(`
      create policy mail_message_chunk_tenant on mail_message_chunk
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('alter table mail_message_chunk alter column bytes set storage external');
    this.addSql('grant select, insert, delete on mail_message_chunk to cachet_app');

    this.addSql(`
      create table mail_folder (
        tenant_id uuid not null,
        id uuid not null,
        bal_id uuid not null,
        name text not null,
        special_use text null,
        uid_validity bigint not null,
        uid_next bigint not null default '1',
        highest_modseq bigint not null default '1',
        subscribed boolean not null default true,
        message_count bigint not null default '0',
        unseen_count bigint not null default '0',
        size_bytes bigint not null default '0',
        created_at timestamptz not null,
        primary key (tenant_id, id)
      )`);
    this.addSql(`
      alter table mail_folder
        add constraint mail_folder_special_unique unique (tenant_id, bal_id, special_use)`);
    this.addSql(
      'alter table mail_folder add constraint mail_folder_name_unique unique (tenant_id, bal_id, name)',
    );
    this.addSql(`
      alter table mail_folder
        add constraint mail_folder_special_use_check check (special_use in ('inbox', 'sent', 'drafts', 'trash', 'junk', 'archive'))`);
    this.addSql(`
      alter table mail_folder
        add constraint mail_folder_tenant_id_bal_id_foreign
        foreign key (tenant_id, bal_id)
        references bal (tenant_id, id) on update cascade`);
    this.addSql('alter table mail_folder enable row level security');
    this.addSql('alter table mail_folder force row level security');
    this.addSql(`
      create policy mail_folder_tenant on mail_folder
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on mail_folder to cachet_app');

    this.addSql(`
      create table mail_item (
        tenant_id uuid not null,
        folder_id uuid not null,
        uid bigint not null,
        message_id uuid not null,
        size bigint not null,
        flags text[] not null,
        internal_date timestamptz not null,
        saved_at timestamptz not null,
        modseq bigint not null,
        primary key (tenant_id, folder_id, uid)
      )`);
    this.addSql('create index mail_item_message on mail_item (tenant_id, message_id)');
    this.addSql('create index mail_item_modseq on mail_item (tenant_id, folder_id, modseq)');
    this.addSql(`
      alter table mail_item
        add constraint mail_item_tenant_id_folder_id_foreign
        foreign key (tenant_id, folder_id)
        references mail_folder (tenant_id, id) on update cascade on delete cascade`);
    this.addSql(`
      alter table mail_item
        add constraint mail_item_tenant_id_message_id_foreign
        foreign key (tenant_id, message_id)
        references mail_message (tenant_id, id) on update cascade`);
    this.addSql('alter table mail_item enable row level security');
    this.addSql('alter table mail_item force row level security');
    this.addSql(`
      create policy mail_item_tenant on mail_item
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on mail_item to cachet_app');

    this.addSql(`
      create table mail_expunged (
        tenant_id uuid not null,
        folder_id uuid not null,
        uid bigint not null,
        modseq bigint not null,
        primary key (tenant_id, folder_id, uid)
      )`);
    this.addSql('create index mail_expunged_modseq on mail_expunged (tenant_id, folder_id, modseq)');
    this.addSql(`
      alter table mail_expunged
        add constraint mail_expunged_tenant_id_folder_id_foreign
        foreign key (tenant_id, folder_id)
        references mail_folder (tenant_id, id) on update cascade on delete cascade`);
    this.addSql('alter table mail_expunged enable row level security');
    this.addSql('alter table mail_expunged force row level security');
    this.addSql(`
      create policy mail_expunged_tenant on mail_expunged
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, delete on mail_expunged to cachet_app');
  }
}
