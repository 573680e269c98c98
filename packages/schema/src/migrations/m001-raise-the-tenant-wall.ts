import { Migration } from '@mikro-orm/migrations';

/** Tenants, the people they know, and the few shared rows that lead to a tenant. */
export class RaiseTheTenantWall extends Migration {
  override up(): void {
    this.addSql(`
      create function app_tenant_id() returns uuid
        language sql stable parallel safe
        return nullif(current_setting('app.tenant_id', true), '')::uuid`);

    this.addSql(`
      create table tenant (
        tenant_id uuid not null,
        name text not null,
        kind text not null,
        finess text null,
        created_at timestamptz not null,
        primary key (tenant_id)
      )`);
    this.addSql(`
      alter table tenant
        add constraint tenant_kind_check check (kind in ('structure', 'practice', 'solo', 'operator'))`);
    this.addSql('alter table tenant enable row level security');
    this.addSql('alter table tenant force row level security');
    this.addSql(`
      create policy tenant_tenant on tenant
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update on tenant to cachet_app');

    this.addSql(`
      create table person (
        tenant_id uuid not null,
        id uuid not null,
        id_nat text not null,
        family_name text not null,
        given_name text not null,
        created_at timestamptz not null,
        primary key (tenant_id, id)
      )`);
    this.addSql('alter table person add constraint person_id_nat_unique unique (tenant_id, id_nat)');
    this.addSql('alter table person enable row level security');
    this.addSql('alter table person force row level security');
    this.addSql(`
      create policy person_tenant on person
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on person to cachet_app');

    this.addSql(`
      create table tenant_role (
        tenant_id uuid not null,
        id uuid not null,
        person_id uuid not null,
        role text not null,
        primary key (tenant_id, id)
      )`);
    this.addSql(
      'alter table tenant_role add constraint tenant_role_unique unique (tenant_id, person_id, role)',
    );
    this.addSql(`
      alter table tenant_role
        add constraint tenant_role_role_check check (role in ('manager', 'auditor', 'operatorAdmin'))`);
    this.addSql(`
      alter table tenant_role
        add constraint tenant_role_tenant_id_person_id_foreign
        foreign key (tenant_id, person_id)
        references person (tenant_id, id) on update cascade`);
    this.addSql('alter table tenant_role enable row level security');
    this.addSql('alter table tenant_role force row level security');
    this.addSql(`
      create policy tenant_role_tenant on tenant_role
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on tenant_role to cachet_app');

    this.addSql(`
      create table tenant_domain (
        tenant_id uuid not null,
        domain text not null,
        primary key (tenant_id, domain)
      )`);
    this.addSql('alter table tenant_domain enable row level security');
    this.addSql('alter table tenant_domain force row level security');
    this.addSql(`
      create policy tenant_domain_tenant on tenant_domain
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on tenant_domain to cachet_app');

    this.addSql(`
      create table route_domain (
        domain text not null,
        tenant_id uuid not null,
        primary key (domain, tenant_id)
      )`);
    this.addSql('grant select, insert, update, delete on route_domain to cachet_app');

    this.addSql(`
      create table route_person (
        id_nat text not null,
        tenant_id uuid not null,
        primary key (id_nat, tenant_id)
      )`);
    this.addSql('grant select, insert, update, delete on route_person to cachet_app');

    this.addSql(`
      create table route_operator (
        "only" boolean not null,
        tenant_id uuid not null,
        primary key ("only")
      )`);
    this.addSql('grant select, insert on route_operator to cachet_app');
  }
}
