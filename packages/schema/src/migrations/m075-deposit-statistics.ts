import { Migration } from '@mikro-orm/migrations';

/**
 * The statistics of each domain and month on their way to the ANS: where their deposit stands; their archive, sealed, until it is accepted; and
 * what each structure did in a month, as counts.
 */
export class DepositStatistics extends Migration {
  override up(): void {
    this.#deposits();
    this.#archives();
    this.#months();
  }

  #deposits(): void {
    this.addSql(`
      create table statistics_deposit (
        id uuid not null,
        month text not null,
        domain text not null,
        state text not null,
        attempt int not null default 1,
        version int not null default 1,
        next_at timestamptz not null,
        archive_id uuid null,
        exchanges bigint null,
        bals bigint null,
        size bigint null,
        sha256 text null,
        segments int null,
        segments_sent int not null default 0,
        segments_since timestamptz null,
        deposited_at timestamptz null,
        sipil_id text null,
        failures int not null default 0,
        fault text null,
        report jsonb null,
        reported_at timestamptz null,
        is_late_told boolean not null default false,
        primary key (id)
      )`);
    this.addSql(`
      alter table statistics_deposit add constraint statistics_deposit_state_check
        check (state in ('due', 'ready', 'sending', 'deposited', 'accepted', 'refused'))`);
    // EX_PSU_5810: one deposit for a month and a domain, whoever plans it.
    this.addSql('create unique index statistics_deposit_once on statistics_deposit (month, domain)');
    this.addSql('create index statistics_deposit_of_domain on statistics_deposit (domain, month)');
    this.addSql('create index statistics_deposit_next on statistics_deposit (state, next_at)');
    this.addSql('grant select, insert, update on statistics_deposit to cachet_app');
  }

  #archives(): void {
    this.addSql(`
      create table statistics_archive (
        tenant_id uuid not null,
        id uuid not null,
        deposit_id uuid not null,
        sealed_key bytea not null,
        primary key (tenant_id, id)
      )`);
    this.addSql('create index statistics_archive_deposit on statistics_archive (tenant_id, deposit_id)');
    this.#wall('statistics_archive');
    this.addSql('grant select, insert, delete on statistics_archive to cachet_app');
    this.addSql(`
      create table statistics_piece (
        tenant_id uuid not null,
        archive_id uuid not null,
        seq int not null,
        bytes bytea not null,
        primary key (tenant_id, archive_id, seq)
      )`);
    this.addSql(`
      alter table statistics_piece
        add constraint statistics_piece_tenant_id_archive_id_foreign
        foreign key (tenant_id, archive_id) references statistics_archive (tenant_id, id) on update cascade on delete cascade`);
    // Sealed bytes do not compress.
    this.addSql('alter table statistics_piece alter column bytes set storage external');
    this.#wall('statistics_piece');
    this.addSql('grant select, insert, delete on statistics_piece to cachet_app');
  }

  #months(): void {
    this.addSql(`
      create table statistics_month (
        tenant_id uuid not null,
        month text not null,
        figures jsonb not null,
        primary key (tenant_id, month)
      )`);
    this.#wall('statistics_month');
    this.addSql('grant select, insert on statistics_month to cachet_app');
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
