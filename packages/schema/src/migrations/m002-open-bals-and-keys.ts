import { Migration } from '@mikro-orm/migrations';

/** BAL, who may open them, partners’ keys, and the routes that lead to both. */
export class OpenBalsAndKeys extends Migration {
  override up(): void {
    this.addSql(`
      create table bal (
        tenant_id uuid not null,
        id uuid not null,
        address text not null,
        kind text not null,
        state text not null,
        is_test boolean not null,
        description text not null,
        quota_bytes bigint not null,
        used_bytes bigint not null default '0',
        last_uid_validity bigint not null default '0',
        created_at timestamptz not null,
        primary key (tenant_id, id)
      )`);
    this.addSql('alter table bal add constraint bal_address_unique unique (tenant_id, address)');
    this.addSql(`
      alter table bal
        add constraint bal_kind_check check (kind in ('personal', 'organisational', 'applicative'))`);
    this.addSql(`alter table bal add constraint bal_state_check check (state in ('active', 'suspended'))`);
    this.addSql('alter table bal enable row level security');
    this.addSql('alter table bal force row level security');
    this.addSql(`
      create policy bal_tenant on bal
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on bal to cachet_app');

    this.addSql(`
      create table bal_access (
        tenant_id uuid not null,
        id uuid not null,
        bal_id uuid not null,
        person_id uuid not null,
        role text not null,
        may_read boolean not null,
        may_send boolean not null,
        starts_at timestamptz not null,
        ends_at timestamptz null,
        created_at timestamptz not null,
        primary key (tenant_id, id)
      )`);
    this.addSql('create index bal_access_person on bal_access (tenant_id, person_id)');
    this.addSql('create index bal_access_bal on bal_access (tenant_id, bal_id, person_id)');
    this.addSql(`
      alter table bal_access
        add constraint bal_access_role_check check (role in ('responsible', 'coholder', 'delegate'))`);
    this.addSql(`
      alter table bal_access
        add constraint bal_access_tenant_id_bal_id_foreign
        foreign key (tenant_id, bal_id)
        references bal (tenant_id, id) on update cascade`);
    this.addSql(`
      alter table bal_access
        add constraint bal_access_tenant_id_person_id_foreign
        foreign key (tenant_id, person_id)
        references person (tenant_id, id) on update cascade`);
    this.addSql('alter table bal_access enable row level security');
    this.addSql('alter table bal_access force row level security');
    this.addSql(`
      create policy bal_access_tenant on bal_access
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on bal_access to cachet_app');

    this.addSql(`
      create table api_key (
        tenant_id uuid not null,
        id uuid not null,
        name text not null,
        prefix text not null,
        scopes text[] not null,
        created_at timestamptz not null,
        expires_at timestamptz null,
        last_used_at timestamptz null,
        revoked_at timestamptz null,
        primary key (tenant_id, id)
      )`);
    this.addSql('alter table api_key enable row level security');
    this.addSql('alter table api_key force row level security');
    this.addSql(`
      create policy api_key_tenant on api_key
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on api_key to cachet_app');

    this.addSql(`
      create table route_address (
        address text not null,
        tenant_id uuid not null,
        bal_id uuid not null,
        state text not null,
        primary key (address)
      )`);
    this.addSql('create index route_address_bal on route_address (tenant_id, bal_id)');
    this.addSql(`
      alter table route_address
        add constraint route_address_state_check check (state in ('active', 'suspended'))`);
    this.addSql('grant select, insert, update, delete on route_address to cachet_app');

    this.addSql(`
      create table route_api_key (
        key_hash bytea not null,
        tenant_id uuid not null,
        api_key_id uuid not null,
        primary key (key_hash)
      )`);
    this.addSql('create index route_api_key_tenant on route_api_key (tenant_id, api_key_id)');
    this.addSql('grant select, insert, update, delete on route_api_key to cachet_app');
  }
}
