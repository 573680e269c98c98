import { Migration } from '@mikro-orm/migrations';

/** How people come in without Pro Santé Connect, where their structure wants it. */
export class OpenAccessDeSecours extends Migration {
  override up(): void {
    this.addSql(`
      create table secours_policy (
        tenant_id uuid not null,
        is_on boolean not null,
        changed_at timestamptz not null,
        primary key (tenant_id)
      )`);
    this.#wall('secours_policy');
    this.addSql('grant select, insert, update on secours_policy to cachet_app');

    this.addSql(`
      create table secours_factor (
        tenant_id uuid not null,
        person_id uuid not null,
        selector text not null,
        passphrase_hash text not null,
        sealed_secret bytea not null,
        begun_at timestamptz not null,
        confirmed_at timestamptz null,
        last_step bigint not null,
        attempts int not null,
        waits_until timestamptz null,
        primary key (tenant_id, person_id)
      )`);
    this.addSql(`
      alter table secours_factor
        add constraint secours_factor_selector_unique unique (tenant_id, selector)`);
    this.addSql(`
      alter table secours_factor
        add constraint secours_factor_tenant_id_person_id_foreign
        foreign key (tenant_id, person_id) references person (tenant_id, id) on update cascade`);
    this.#wall('secours_factor');
    this.addSql('grant select, insert, update, delete on secours_factor to cachet_app');

    this.addSql('create table route_secours (tenant_id uuid not null, primary key (tenant_id))');
    this.addSql('grant select, insert, delete on route_secours to cachet_app');

    this.addSql('alter table portal_session add column secours_of uuid null');
    this.addSql('create index portal_session_secours on portal_session (secours_of, id_nat)');
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
