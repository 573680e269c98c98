import { Migration } from '@mikro-orm/migrations';

/** Sessions end with those of Pro Santé Connect they came from, and managers come in by the identity provider of their structure. */
export class LetManagersInByTheirStructure extends Migration {
  override up(): void {
    this.addSql(`
      alter table portal_session
        add column psc_sub text null,
        add column psc_sid text null,
        add column structure_of uuid null`);
    this.addSql('create index portal_session_psc_sub on portal_session (psc_sub)');
    this.addSql('create index portal_session_psc_sid on portal_session (psc_sid)');
    this.addSql('create index portal_session_structure on portal_session (structure_of, id_nat)');

    this.addSql(`
      create table logout_notice (
        notice_hash bytea not null,
        expires_at timestamptz not null,
        primary key (notice_hash)
      )`);
    this.addSql('create index logout_notice_expiry on logout_notice (expires_at)');
    this.addSql('grant select, insert, delete on logout_notice to cachet_app');

    this.addSql(`
      create table identity_provider (
        tenant_id uuid not null,
        issuer text not null,
        client_id text not null,
        sealed_secret bytea not null,
        domains text[] not null,
        version int not null,
        set_at timestamptz not null,
        primary key (tenant_id)
      )`);
    this.#wall('identity_provider');

    this.addSql(`
      create table local_identity (
        tenant_id uuid not null,
        person_id uuid not null,
        email text not null,
        issuer text null,
        subject text null,
        registered_at timestamptz not null,
        bound_at timestamptz null,
        primary key (tenant_id, person_id)
      )`);
    this.addSql(`
      alter table local_identity
        add constraint local_identity_email_unique unique (tenant_id, email),
        add constraint local_identity_subject_unique unique (tenant_id, issuer, subject)`);
    this.addSql(`
      alter table local_identity
        add constraint local_identity_tenant_id_person_id_foreign
        foreign key (tenant_id, person_id) references person (tenant_id, id) on update cascade`);
    this.#wall('local_identity');

    this.addSql(`
      create table route_identity_domain (
        domain text not null,
        tenant_id uuid not null,
        primary key (domain, tenant_id)
      )`);
    this.addSql('create index route_identity_domain_tenant on route_identity_domain (tenant_id)');
    this.addSql('grant select, insert, delete on route_identity_domain to cachet_app');

    this.addSql(`
      create table manager_sign_in (
        state_hash bytea not null,
        tenant_id uuid not null,
        binding_hash bytea not null,
        issuer text not null,
        nonce text not null,
        code_verifier text not null,
        return_to text not null,
        expires_at timestamptz not null,
        primary key (state_hash)
      )`);
    this.addSql('create index manager_sign_in_expiry on manager_sign_in (expires_at)');
    this.addSql('grant select, insert, delete on manager_sign_in to cachet_app');
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
