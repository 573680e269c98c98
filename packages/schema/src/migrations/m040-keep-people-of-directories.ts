import { Migration } from '@mikro-orm/migrations';

/** People and groups that the directory of a structure keeps here by SCIM 2.0 (RFC 7643, RFC 7644). */
export class KeepPeopleOfDirectories extends Migration {
  override up(): void {
    this.addSql(`
      create table scim_user (
        tenant_id uuid not null,
        person_id uuid not null,
        user_name text not null,
        user_name_key text not null,
        external_id text null,
        display_name text null,
        version int not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        primary key (tenant_id, person_id)
      )`);
    this.addSql(
      'alter table scim_user add constraint scim_user_name_unique unique (tenant_id, user_name_key)',
    );
    this.addSql('create index scim_user_external_id on scim_user (tenant_id, external_id)');
    this.addSql(`
      alter table scim_user
        add constraint scim_user_tenant_id_person_id_foreign
        foreign key (tenant_id, person_id) references person (tenant_id, id) on update cascade`);
    this.#wall('scim_user');

    this.addSql(`
      create table scim_group (
        tenant_id uuid not null,
        id uuid not null,
        role text not null,
        display_name text not null,
        external_id text null,
        version int not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        primary key (tenant_id, id)
      )`);
    this.addSql(
      `alter table scim_group add constraint scim_group_role_check check (role in ('manager', 'auditor'))`,
    );
    this.addSql('alter table scim_group add constraint scim_group_role_unique unique (tenant_id, role)');
    this.#wall('scim_group');

    this.addSql(`
      create table scim_member (
        tenant_id uuid not null,
        group_id uuid not null,
        person_id uuid not null,
        gave_role boolean not null,
        primary key (tenant_id, group_id, person_id)
      )`);
    this.addSql('create index scim_member_person on scim_member (tenant_id, person_id)');
    this.addSql(`
      alter table scim_member
        add constraint scim_member_tenant_id_group_id_foreign
        foreign key (tenant_id, group_id) references scim_group (tenant_id, id) on update cascade`);
    this.addSql(`
      alter table scim_member
        add constraint scim_member_tenant_id_person_id_foreign
        foreign key (tenant_id, person_id) references person (tenant_id, id) on update cascade`);
    this.#wall('scim_member');
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
