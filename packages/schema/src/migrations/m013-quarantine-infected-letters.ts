import { Migration } from '@mikro-orm/migrations';

/** Infected letters kept apart, and what each structure wants done with them. */
export class QuarantineInfectedLetters extends Migration {
  override up(): void {
    this.addSql(`
      create table malware_policy (
        tenant_id uuid not null,
        infected text not null,
        encrypted text not null,
        primary key (tenant_id)
      )`);
    this.addSql(`
      alter table malware_policy
        add constraint malware_policy_infected_check check (infected in ('refuse', 'strip'))`);
    this.addSql(`
      alter table malware_policy
        add constraint malware_policy_encrypted_check check (encrypted in ('refuse', 'accept'))`);
    this.#wall('malware_policy');
    this.addSql('grant select, insert, update on malware_policy to cachet_app');

    this.addSql(`
      create table quarantined_letter (
        tenant_id uuid not null,
        id uuid not null,
        at timestamptz not null,
        direction text not null,
        sender text null,
        recipients text[] not null,
        signature text not null,
        nature text not null,
        treatment text not null,
        size bigint not null,
        sha256 text not null,
        is_kept boolean not null,
        expires_at timestamptz not null,
        primary key (tenant_id, id)
      )`);
    this.addSql('create index quarantined_letter_recent on quarantined_letter (tenant_id, at, id)');
    this.addSql('create index quarantined_letter_expiry on quarantined_letter (tenant_id, expires_at)');
    this.addSql(`
      alter table quarantined_letter
        add constraint quarantined_letter_direction_check check (direction in ('inbound', 'outbound'))`);
    this.addSql(`
      alter table quarantined_letter
        add constraint quarantined_letter_nature_check check (nature in ('malware', 'encrypted', 'tooDeep'))`);
    this.addSql(`
      alter table quarantined_letter
        add constraint quarantined_letter_treatment_check check (treatment in ('refuse', 'strip'))`);
    this.#wall('quarantined_letter');
    this.addSql('grant select, insert, update, delete on quarantined_letter to cachet_app');

    this.addSql(`
      create table quarantined_chunk (
        tenant_id uuid not null,
        letter_id uuid not null,
        seq integer not null,
        bytes bytea not null,
        primary key (tenant_id, letter_id, seq)
      )`);
    this.addSql(`
      alter table quarantined_chunk
        add constraint quarantined_chunk_tenant_id_letter_id_foreign
        foreign key (tenant_id, letter_id) references quarantined_letter (tenant_id, id) on update cascade on delete cascade`);
    this.addSql('alter table quarantined_chunk alter column bytes set storage external');
    this.#wall('quarantined_chunk');
    // The seal: the application puts bytes there and destroys them, and has no right to read one of them back.
    this.addSql('grant insert, delete on quarantined_chunk to cachet_app');
    this.addSql('grant select (tenant_id, letter_id, seq) on quarantined_chunk to cachet_app');
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
