import { Migration } from '@mikro-orm/migrations';

/** Which structures' software opens which applicative BAL, how much each BAL sends, and where its own copies lie. */
export class OpenApplicativeBalsAndCountSending extends Migration {
  override up(): void {
    this.addSql(`
      create table bal_structure (
        tenant_id uuid not null,
        bal_id uuid not null,
        id_nat text not null,
        authorised_at timestamptz not null,
        primary key (tenant_id, bal_id, id_nat)
      )`);
    this.addSql(`
      alter table bal_structure
        add constraint bal_structure_tenant_id_bal_id_foreign
        foreign key (tenant_id, bal_id)
        references bal (tenant_id, id) on update cascade`);
    this.raiseTheWall('bal_structure');
    this.addSql('grant select, insert, delete on bal_structure to cachet_app');

    this.addSql(`
      create table sending_count (
        tenant_id uuid not null,
        bal_id uuid not null,
        hour timestamptz not null,
        recipients int not null,
        primary key (tenant_id, bal_id, hour)
      )`);
    this.addSql('create index sending_count_hour on sending_count (tenant_id, hour)');
    this.addSql(`
      alter table sending_count
        add constraint sending_count_tenant_id_bal_id_foreign
        foreign key (tenant_id, bal_id)
        references bal (tenant_id, id) on update cascade`);
    // Counted at each letter: the row changes where it stands.
    this.addSql('alter table sending_count set (fillfactor = 60)');
    this.raiseTheWall('sending_count');
    this.addSql('grant select, insert, update, delete on sending_count to cachet_app');

    this.addSql(`
      create table sending_breach (
        tenant_id uuid not null,
        subject_id uuid not null,
        hour timestamptz not null,
        primary key (tenant_id, subject_id, hour)
      )`);
    this.raiseTheWall('sending_breach');
    this.addSql('grant select, insert, delete on sending_breach to cachet_app');

    this.addSql(`
      create table sending_policy (
        tenant_id uuid not null,
        per_bal int not null,
        per_tenant int not null,
        changed_at timestamptz not null,
        primary key (tenant_id)
      )`);
    this.raiseTheWall('sending_policy');
    this.addSql('grant select, insert, update on sending_policy to cachet_app');

    this.addSql(`
      create table sent_copy (
        tenant_id uuid not null,
        folder_id uuid not null,
        mail_id_hash text not null,
        uid bigint not null,
        filed_at timestamptz not null,
        primary key (tenant_id, folder_id, mail_id_hash)
      )`);
    this.addSql('create index sent_copy_age on sent_copy (tenant_id, folder_id, filed_at)');
    this.addSql(`
      alter table sent_copy
        add constraint sent_copy_tenant_id_folder_id_foreign
        foreign key (tenant_id, folder_id)
        references mail_folder (tenant_id, id) on update cascade on delete cascade`);
    this.raiseTheWall('sent_copy');
    this.addSql('grant select, insert, update, delete on sent_copy to cachet_app');
  }

  private raiseTheWall(table: string): void {
    this.addSql(`alter table ${table} enable row level security`);
    this.addSql(`alter table ${table} force row level security`);
    this.addSql(`
      create policy ${table}_tenant on ${table}
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
  }
}
