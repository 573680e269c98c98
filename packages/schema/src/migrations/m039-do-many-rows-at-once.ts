import { Migration } from '@mikro-orm/migrations';

/** Operations over many rows, each row with what became of it; what is to be done next, for whichever worker takes it. */
export class DoManyRowsAtOnce extends Migration {
  override up(): void {
    this.addSql(`
      create table operation (
        tenant_id uuid not null,
        id uuid not null,
        kind text not null,
        state text not null,
        phase text not null,
        is_rehearsal boolean not null,
        only_if_all_valid boolean not null,
        file_name text null,
        undoes uuid null,
        undone_by uuid null,
        author jsonb not null,
        scopes text[] not null,
        means text not null,
        remote_address text null,
        total int not null,
        checked int not null default '0',
        done int not null default '0',
        unchanged int not null default '0',
        failed int not null default '0',
        skipped int not null default '0',
        created_at timestamptz not null,
        started_at timestamptz null,
        ended_at timestamptz null,
        updated_at timestamptz not null,
        primary key (tenant_id, id)
      )`);
    this.addSql('create index operation_recent on operation (tenant_id, created_at, id)');
    this.addSql('create index operation_changed on operation (tenant_id, updated_at, id)');
    this.#choices('operation', 'kind', ['balOpening', 'accessOpening', 'balUndoing', 'accessUndoing']);
    this.#choices('operation', 'state', [
      'queued',
      'running',
      'waiting',
      'succeeded',
      'partial',
      'failed',
      'cancelled',
    ]);
    this.#choices('operation', 'phase', ['checking', 'doing']);
    this.#wall('operation');
    this.addSql('grant select, insert, update, delete on operation to cachet_app');

    this.addSql(`
      create table operation_row (
        tenant_id uuid not null,
        operation_id uuid not null,
        number int not null,
        key text not null,
        cells jsonb not null,
        state text not null,
        code text null,
        detail jsonb null,
        bal_id uuid null,
        access_id uuid null,
        primary key (tenant_id, operation_id, number)
      )`);
    this.addSql('create index operation_row_state on operation_row (tenant_id, operation_id, state, number)');
    this.addSql('create index operation_row_key on operation_row (tenant_id, operation_id, key)');
    this.#choices('operation_row', 'state', [
      'waiting',
      'valid',
      'done',
      'unchanged',
      'failed',
      'skipped',
      'undone',
    ]);
    this.addSql(`
      alter table operation_row
        add constraint operation_row_tenant_id_operation_id_foreign
        foreign key (tenant_id, operation_id) references operation (tenant_id, id) on update cascade on delete cascade`);
    this.#wall('operation_row');
    this.addSql('grant select, insert, update, delete on operation_row to cachet_app');

    this.addSql(`
      create table operation_due (
        operation_id uuid not null,
        tenant_id uuid not null,
        queued_at timestamptz not null,
        leased_until timestamptz null,
        leased_by text null,
        primary key (operation_id)
      )`);
    this.addSql('create index operation_due_order on operation_due (queued_at)');
    this.addSql('grant select, insert, update, delete on operation_due to cachet_app');
  }

  #choices(table: string, column: string, choices: readonly string[]): void {
    const list = choices.map((choice) => `'${choice}'`).join(', ');
    this.addSql(
      `alter table ${table} add constraint ${table}_${column}_check check (${column} in (${list}))`,
    );
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
