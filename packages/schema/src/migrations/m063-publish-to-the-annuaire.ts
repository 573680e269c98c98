import { Migration } from '@mikro-orm/migrations';

/**
 * Feeds to the Annuaire Santé: the intent, the ticket and the report of each, beside the wall since a domain may be of several structures;
 * behind it, what each structure has in them, what the Annuaire was told last, what it holds against it and what it knows otherwise.
 */
export class PublishToTheAnnuaire extends Migration {
  override up(): void {
    this.#feeds();
    this.#shares();
    this.#records();
    this.#anomalies();
    this.#corrections();
    this.#settings();
  }

  #feeds(): void {
    this.addSql(`
      create table annuaire_feed (
        id uuid not null primary key,
        domain text not null,
        night timestamptz not null,
        state text check (state in ('held', 'sending', 'sent', 'reported', 'refused', 'missed', 'unreported', 'lost')) not null,
        begun_at timestamptz not null,
        taken_by uuid null,
        taken_until timestamptz null,
        attempts int not null default 0,
        adapter text check (adapter in ('soap', 'fhir')) null,
        certificate text null,
        ticket text null,
        sent_at timestamptz null,
        declared int not null default 0,
        created int not null default 0,
        changed int not null default 0,
        removed int not null default 0,
        is_emptying boolean not null default false,
        fault_code text null,
        fault_fr text null,
        fault_en text null,
        next_ask_at timestamptz null,
        asked int not null default 0,
        reported_at timestamptz null,
        counts jsonb null,
        approved_at timestamptz null,
        approved_by text null,
        constraint annuaire_feed_night unique (domain, night)
      )`);
    this.addSql('create index annuaire_feed_state on annuaire_feed (state, next_ask_at)');
    this.addSql('grant select, insert, update, delete on annuaire_feed to cachet_app');
    this.addSql(`
      create table annuaire_withdrawal (
        domain text not null primary key,
        asked_at timestamptz not null,
        asked_by text not null,
        emptied_at timestamptz null
      )`);
    this.addSql('grant select, insert, update, delete on annuaire_withdrawal to cachet_app');
  }

  #shares(): void {
    this.addSql(`
      create table publication_share (
        tenant_id uuid not null,
        feed_id uuid not null,
        domain text not null,
        begun_at timestamptz not null,
        declared int not null,
        on_liste_rouge int not null,
        blocked int not null,
        warned int not null,
        kept_back int not null,
        left_out int not null,
        created int not null,
        changed int not null,
        removed int not null,
        rejected int null,
        flagged int null,
        primary key (tenant_id, feed_id)
      )`);
    this.addSql(
      'create index publication_share_recent on publication_share (tenant_id, domain, begun_at, feed_id)',
    );
    this.#wall('publication_share');
    this.addSql(`
      create table publication_change (
        tenant_id uuid not null,
        feed_id uuid not null,
        address text not null,
        domain text not null,
        night timestamptz not null,
        bal_id uuid not null,
        before text null,
        after text null,
        primary key (tenant_id, feed_id, address)
      )`);
    this.addSql(
      'create index publication_change_of_address on publication_change (tenant_id, domain, address, night)',
    );
    this.#wall('publication_change');
  }

  #records(): void {
    this.addSql(`
      create table publication_record (
        tenant_id uuid not null,
        address text not null,
        domain text not null,
        bal_id uuid not null,
        print text not null,
        night timestamptz not null,
        primary key (tenant_id, address)
      )`);
    this.addSql('create index publication_record_of_domain on publication_record (tenant_id, domain)');
    this.addSql('create index publication_record_of_bal on publication_record (tenant_id, bal_id)');
    this.#wall('publication_record');
  }

  #anomalies(): void {
    this.addSql(`
      create table publication_anomaly (
        tenant_id uuid not null,
        id uuid not null,
        domain text not null,
        address text null,
        bal_id uuid null,
        code text not null,
        severity text check (severity in ('blocking', 'warning')) not null,
        motive text not null,
        feed_id uuid not null,
        since timestamptz not null,
        seen_at timestamptz not null,
        gone_at timestamptz null,
        primary key (tenant_id, id)
      )`);
    this.addSql(`
      create unique index publication_anomaly_open
          on publication_anomaly (tenant_id, domain, coalesce(address, ''), code) where gone_at is null`);
    this.addSql('create index publication_anomaly_recent on publication_anomaly (tenant_id, since, id)');
    this.addSql('create index publication_anomaly_of_bal on publication_anomaly (tenant_id, bal_id)');
    this.#wall('publication_anomaly');
  }

  #corrections(): void {
    this.addSql(`
      create table publication_correction (
        tenant_id uuid not null,
        id uuid not null,
        kind text check (kind in ('identity', 'name')) not null,
        bal_id uuid not null,
        person_id uuid not null,
        known_id_nat text null,
        known_family_name text null,
        known_given_name text null,
        state text check (state in ('proposed', 'applied', 'declined', 'gone')) not null,
        proposed_at timestamptz not null,
        decided_at timestamptz null,
        decided_by text null,
        primary key (tenant_id, id)
      )`);
    this.addSql(`
      create unique index publication_correction_open
          on publication_correction (tenant_id, person_id, kind) where state = 'proposed'`);
    this.addSql(
      'create index publication_correction_recent on publication_correction (tenant_id, proposed_at, id)',
    );
    this.#ofBal('publication_correction');
    this.addSql(`
      alter table publication_correction
        add constraint publication_correction_tenant_id_person_id_foreign
        foreign key (tenant_id, person_id) references person (tenant_id, id) on update cascade`);
    this.#wall('publication_correction');
  }

  #settings(): void {
    this.addSql(`
      create table bal_directory (
        tenant_id uuid not null,
        bal_id uuid not null,
        service text null,
        rank int null,
        inactive_since timestamptz null,
        hidden_since timestamptz null,
        civility text null,
        profession text null,
        speciality text null,
        approval_asked_at timestamptz null,
        approved_at timestamptz null,
        approval_reference text null,
        version int not null default 1,
        primary key (tenant_id, bal_id)
      )`);
    this.#ofBal('bal_directory');
    this.#wall('bal_directory');
  }

  #ofBal(table: string): void {
    this.addSql(`
      alter table ${table}
        add constraint ${table}_tenant_id_bal_id_foreign
        foreign key (tenant_id, bal_id) references bal (tenant_id, id) on update cascade`);
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
