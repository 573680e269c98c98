import { Migration } from '@mikro-orm/migrations';

/** Deliveries, their steps, and what the delivery worker takes next. */
export class FollowDeliveries extends Migration {
  override up(): void {
    this.addSql(`
      create table delivery (
        tenant_id uuid not null,
        id uuid not null,
        direction text not null,
        bal_id uuid not null,
        message_id uuid not null,
        sender text null,
        recipient text not null,
        size bigint not null,
        state text not null,
        attempts int not null default 0,
        last_code int null,
        last_text text null,
        remote_host text null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        next_attempt_at timestamptz null,
        primary key (tenant_id, id)
      )`);
    this.addSql('create index delivery_message on delivery (tenant_id, message_id)');
    this.addSql('create index delivery_state on delivery (tenant_id, state, created_at)');
    this.addSql('create index delivery_recent on delivery (tenant_id, created_at, id)');
    this.addSql(`
      alter table delivery
        add constraint delivery_direction_check check (direction in ('inbound', 'outbound'))`);
    this.addSql(`
      alter table delivery
        add constraint delivery_state_check check (state in ('queued', 'deferred', 'delivered', 'failed'))`);
    this.addSql(`
      alter table delivery
        add constraint delivery_tenant_id_bal_id_foreign
        foreign key (tenant_id, bal_id)
        references bal (tenant_id, id) on update cascade`);
    this.addSql('alter table delivery enable row level security');
    this.addSql('alter table delivery force row level security');
    this.addSql(`
      create policy delivery_tenant on delivery
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on delivery to cachet_app');

    this.addSql(`
      create table delivery_event (
        tenant_id uuid not null,
        id uuid not null,
        delivery_id uuid not null,
        state text not null,
        at timestamptz not null,
        code int null,
        text text null,
        primary key (tenant_id, id)
      )`);
    this.addSql('create index delivery_event_recent on delivery_event (tenant_id, at, id)');
    this.addSql('create index delivery_event_delivery on delivery_event (tenant_id, delivery_id, at)');
    this.addSql(`
      alter table delivery_event
        add constraint delivery_event_state_check check (state in ('queued', 'deferred', 'delivered', 'failed'))`);
    this.addSql(`
      alter table delivery_event
        add constraint delivery_event_tenant_id_delivery_id_foreign
        foreign key (tenant_id, delivery_id)
        references delivery (tenant_id, id) on update cascade`);
    this.addSql('alter table delivery_event enable row level security');
    this.addSql('alter table delivery_event force row level security');
    this.addSql(`
      create policy delivery_event_tenant on delivery_event
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert on delivery_event to cachet_app');

    this.addSql(`
      create table outbound_due (
        delivery_id uuid not null,
        tenant_id uuid not null,
        destination_domain text not null,
        due_at timestamptz not null,
        leased_until timestamptz null,
        leased_by text null,
        primary key (delivery_id)
      )`);
    this.addSql('create index outbound_due_at on outbound_due (due_at)');
    this.addSql('create index outbound_due_order on outbound_due (destination_domain, due_at)');
    this.addSql('grant select, insert, update, delete on outbound_due to cachet_app');
  }
}
