import { Migration } from '@mikro-orm/migrations';

/** Functional traces and compliance events. */
export class TraceActs extends Migration {
  override up(): void {
    this.addSql(`
      create table trace_event (
        tenant_id uuid not null,
        id uuid not null,
        at timestamptz not null,
        kind text not null,
        outcome text not null,
        actor jsonb not null,
        means text not null,
        remote_address text null,
        correlation_id text not null,
        bal_id uuid null,
        message_id uuid null,
        facts jsonb not null,
        primary key (tenant_id, id)
      )`);
    this.addSql('create index trace_event_message on trace_event (tenant_id, message_id)');
    this.addSql('create index trace_event_bal on trace_event (tenant_id, bal_id, at)');
    this.addSql('create index trace_event_recent on trace_event (tenant_id, at, id)');
    this.addSql('alter table trace_event enable row level security');
    this.addSql('alter table trace_event force row level security');
    this.addSql(`
      create policy trace_event_tenant on trace_event
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    // Append only: no right to change or remove, not even for the application itself.
    this.addSql('grant select, insert on trace_event to cachet_app');

    this.addSql(`
      create table compliance_event (
        tenant_id uuid not null,
        id uuid not null,
        kind text not null,
        severity text not null,
        at timestamptz not null,
        facts jsonb not null,
        primary key (tenant_id, id)
      )`);
    this.addSql('create index compliance_event_recent on compliance_event (tenant_id, at, id)');
    this.addSql(`
      alter table compliance_event
        add constraint compliance_event_severity_check check (severity in ('info', 'warning', 'critical'))`);
    this.addSql('alter table compliance_event enable row level security');
    this.addSql('alter table compliance_event force row level security');
    this.addSql(`
      create policy compliance_event_tenant on compliance_event
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert on compliance_event to cachet_app');
  }
}
