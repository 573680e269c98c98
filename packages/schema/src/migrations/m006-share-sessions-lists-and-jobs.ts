import { Migration } from '@mikro-orm/migrations';

/** What belongs to the whole installation: portal sessions, listes blanches, jobs. */
export class ShareSessionsListsAndJobs extends Migration {
  override up(): void {
    this.addSql(`
      create table portal_session (
        token_hash bytea not null,
        id uuid not null,
        id_nat text not null,
        name text not null,
        acr text null,
        created_at timestamptz not null,
        last_seen_at timestamptz not null,
        expires_at timestamptz not null,
        ended_at timestamptz null,
        primary key (token_hash)
      )`);
    this.addSql('create index portal_session_person on portal_session (id_nat)');
    this.addSql('alter table portal_session add constraint portal_session_id_unique unique (id)');
    this.addSql('grant select, insert, update, delete on portal_session to cachet_app');

    this.addSql(`
      create table liste_blanche_version (
        id uuid not null,
        generated_at timestamptz not null,
        fetched_at timestamptz not null,
        sha256 text not null,
        signer_dn text not null,
        domain_count int not null,
        row_count int not null,
        xml bytea not null,
        primary key (id)
      )`);
    this.addSql('create index liste_blanche_version_recent on liste_blanche_version (generated_at)');
    this.addSql('grant select, insert, delete on liste_blanche_version to cachet_app');

    this.addSql(`
      create table scheduled_job (
        name text not null,
        last_run_at timestamptz null,
        last_outcome text null,
        primary key (name)
      )`);
    this.addSql('grant select, insert, update on scheduled_job to cachet_app');
  }
}
