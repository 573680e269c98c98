import { Migration } from '@mikro-orm/migrations';

/** Files uploaded for a letter wait for it, sealed; a letter that a program asks for twice leaves once. */
export class KeepUploadsAndSendingRequests extends Migration {
  override up(): void {
    this.#uploads();
    this.#requests();
  }

  #uploads(): void {
    this.addSql(`
      create table upload (
        tenant_id uuid not null,
        id uuid not null,
        bal_id uuid not null,
        id_nat text not null,
        sealed_key bytea not null,
        sealed_facts bytea not null,
        size bigint not null,
        is_whole boolean not null,
        expires_at timestamptz not null,
        primary key (tenant_id, id)
      )`);
    this.addSql('create index upload_owner on upload (tenant_id, id_nat)');
    this.addSql('create index upload_expiry on upload (tenant_id, expires_at)');
    this.#wall('upload');
    this.addSql('grant select, insert, update, delete on upload to cachet_app');

    this.addSql(`
      create table upload_piece (
        tenant_id uuid not null,
        upload_id uuid not null,
        seq integer not null,
        bytes bytea not null,
        primary key (tenant_id, upload_id, seq)
      )`);
    this.addSql(`
      alter table upload_piece
        add constraint upload_piece_tenant_id_upload_id_foreign
        foreign key (tenant_id, upload_id) references upload (tenant_id, id) on update cascade on delete cascade`);
    this.addSql('alter table upload_piece alter column bytes set storage external');
    this.#wall('upload_piece');
    this.addSql('grant select, insert, delete on upload_piece to cachet_app');
  }

  #requests(): void {
    this.addSql(`
      create table sending_request (
        tenant_id uuid not null,
        bal_id uuid not null,
        key_mac bytea not null,
        body_mac bytea not null,
        message_id uuid not null,
        sent_at timestamptz not null,
        primary key (tenant_id, bal_id, key_mac)
      )`);
    this.addSql('create index sending_request_age on sending_request (tenant_id, sent_at)');
    this.#wall('sending_request');
    this.addSql('grant select, insert, delete on sending_request to cachet_app');
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
