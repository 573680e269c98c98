import { Migration } from '@mikro-orm/migrations';

/**
 * To which conversation a message belongs, kept as messages come so that a list of conversations reads no letter; what became of a letter
 * that was sent: why an attempt failed, which message its sender keeps, and what the recipient’s side said of it later.
 */
export class FollowConversationsAndSentLetters extends Migration {
  override up(): void {
    this.#items();
    this.#names();
    this.#marks();
    this.#letters();
    this.#reports();
    this.addSql('alter table delivery_event add column cause text null');
  }

  #items(): void {
    this.addSql(`
      create table mail_thread_item (
        tenant_id uuid not null,
        folder_id uuid not null,
        uid bigint not null,
        bal_id uuid not null,
        thread_id uuid not null,
        message_id uuid not null,
        at timestamptz not null,
        primary key (tenant_id, folder_id, uid)
      )`);
    this.addSql('create index mail_thread_item_thread on mail_thread_item (tenant_id, thread_id, at)');
    this.addSql(
      'create index mail_thread_item_newest on mail_thread_item (tenant_id, bal_id, at, folder_id, uid)',
    );
    this.addSql('create index mail_thread_item_folder on mail_thread_item (tenant_id, folder_id, at, uid)');
    this.#wall('mail_thread_item');
    this.addSql('grant select, insert, update, delete on mail_thread_item to cachet_app');

    // EX_GBM_6010: what is known of a removed message leaves with it. Whoever writes these rows holds the folders of the BAL, as whoever
    // removes messages does: neither meets a row of the other.
    this.addSql(`
      create function leave_threads() returns trigger language plpgsql as $$
      begin
        delete from mail_thread_item t using gone g
         where t.tenant_id = g.tenant_id and t.folder_id = g.folder_id and t.uid = g.uid;
        return null;
      end $$`);
    this.addSql(`
      create trigger mail_item_threads after delete on mail_item
        referencing old table as gone for each statement execute function leave_threads()`);
  }

  #names(): void {
    this.addSql(`
      create table mail_thread_name (
        tenant_id uuid not null,
        name bytea not null,
        bal_id uuid not null,
        thread_id uuid not null,
        primary key (tenant_id, name)
      )`);
    this.addSql('create index mail_thread_name_thread on mail_thread_name (tenant_id, thread_id)');
    this.addSql('create index mail_thread_name_bal on mail_thread_name (tenant_id, bal_id)');
    this.#ofBal('mail_thread_name');
    this.#wall('mail_thread_name');
    this.addSql('grant select, insert, update, delete on mail_thread_name to cachet_app');
  }

  #marks(): void {
    this.addSql(`
      create table mail_thread_mark (
        tenant_id uuid not null,
        folder_id uuid not null,
        above bigint not null,
        uid bigint not null,
        primary key (tenant_id, folder_id)
      )`);
    this.addSql(`
      alter table mail_thread_mark
        add constraint mail_thread_mark_tenant_id_folder_id_foreign
        foreign key (tenant_id, folder_id) references mail_folder (tenant_id, id) on update cascade on delete cascade`);
    this.#wall('mail_thread_mark');
    this.addSql('grant select, insert, update, delete on mail_thread_mark to cachet_app');
  }

  #letters(): void {
    this.addSql(`
      create table sent_letter (
        tenant_id uuid not null,
        message_id uuid not null,
        bal_id uuid not null,
        copy_id uuid not null,
        mail_id_hash text null,
        sent_at timestamptz not null,
        primary key (tenant_id, message_id, bal_id)
      )`);
    this.addSql('create index sent_letter_copy on sent_letter (tenant_id, copy_id)');
    this.addSql('create index sent_letter_mail_id on sent_letter (tenant_id, mail_id_hash)');
    this.#ofBal('sent_letter');
    this.#wall('sent_letter');
    this.addSql('grant select, insert, delete on sent_letter to cachet_app');
  }

  #reports(): void {
    this.addSql(`
      create table delivery_report (
        tenant_id uuid not null,
        delivery_id uuid not null,
        kind text not null,
        at timestamptz not null,
        status text null,
        primary key (tenant_id, delivery_id, kind)
      )`);
    this.addSql(`
      alter table delivery_report
        add constraint delivery_report_kind_check
        check (kind in ('delivered', 'relayed', 'delayed', 'failed', 'read', 'deletedUnread'))`);
    this.addSql(`
      alter table delivery_report
        add constraint delivery_report_tenant_id_delivery_id_foreign
        foreign key (tenant_id, delivery_id) references delivery (tenant_id, id) on update cascade on delete cascade`);
    this.#wall('delivery_report');
    this.addSql('grant select, insert, delete on delivery_report to cachet_app');
  }

  #ofBal(table: string): void {
    this.addSql(`
      alter table ${table}
        add constraint ${table}_tenant_id_bal_id_foreign
        foreign key (tenant_id, bal_id) references bal (tenant_id, id) on update cascade on delete cascade`);
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
