import { Migration } from '@mikro-orm/migrations';

/** Changes between listes blanches, the one that waits for a person's yes, and jobs held by a lease. */
export class FollowListesBlanches extends Migration {
  override up(): void {
    this.addSql(`
      alter table liste_blanche_version
        add column rank int null,
        add column signer_expires_at timestamptz null`);
    this.addSql(`
      update liste_blanche_version as kept set rank = placed.rank
        from (select id, row_number() over (order by fetched_at, id) as rank from liste_blanche_version) as placed
       where placed.id = kept.id`);
    this.addSql('alter table liste_blanche_version alter column rank set not null');
    this.addSql(
      'alter table liste_blanche_version add constraint liste_blanche_version_rank_unique unique (rank)',
    );

    this.addSql(`
      create table liste_blanche_change (
        id uuid not null,
        at timestamptz not null,
        version_id uuid not null,
        kind text check (kind in ('domainAdded', 'domainRemoved', 'dnChanged')) not null,
        domain text not null,
        former jsonb not null,
        present jsonb not null,
        primary key (id)
      )`);
    this.addSql('create index liste_blanche_change_recent on liste_blanche_change (at, id)');
    this.addSql('grant select, insert on liste_blanche_change to cachet_app');

    this.addSql(`
      create table liste_blanche_pending (
        id uuid not null,
        generated_at timestamptz not null,
        fetched_at timestamptz not null,
        sha256 text not null,
        signer_dn text not null,
        signer_expires_at timestamptz null,
        domain_count int not null,
        row_count int not null,
        xml bytea not null,
        primary key (id)
      )`);
    this.addSql('grant select, insert, delete on liste_blanche_pending to cachet_app');

    this.addSql(`
      alter table scheduled_job
        add column taken_by uuid null,
        add column taken_until timestamptz null`);
  }
}
