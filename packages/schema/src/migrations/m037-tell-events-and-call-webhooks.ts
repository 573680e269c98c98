import { Migration } from '@mikro-orm/migrations';

/**
 * One log of what happens in each tenant, written with the act, which subscriptions and webhooks read. Transactions end in another order than
 * they began: places are given afterwards, by whoever reads first, so that a place once read never has a new one before it.
 */
export class TellEventsAndCallWebhooks extends Migration {
  override up(): void {
    this.#log();
    this.#writing();
    this.#reading();
    this.#webhooks();
    this.#sending();
  }

  #log(): void {
    this.addSql(`
      create table tenant_event (
        tenant_id uuid not null,
        id uuid not null,
        position bigint null,
        at timestamptz not null,
        kind text not null,
        type text not null,
        subject_id uuid null,
        bal_id uuid null,
        facts jsonb not null,
        primary key (tenant_id, id)
      )`);
    this.addSql('create index tenant_event_position on tenant_event (tenant_id, position)');
    this.#wall('tenant_event');
    this.addSql('grant select, insert, delete on tenant_event to cachet_app');
    this.addSql('grant update (position) on tenant_event to cachet_app');

    this.addSql(`
      create table tenant_event_mark (
        tenant_id uuid not null,
        settled bigint not null,
        forgotten bigint not null,
        primary key (tenant_id)
      )`);
    this.#wall('tenant_event_mark');
    this.addSql('grant select, insert, update on tenant_event_mark to cachet_app');
  }

  #writing(): void {
    this.addSql(`
      create function add_events(p_events jsonb) returns void language plpgsql as $$
      declare
        v_base tenant_event;
      begin
        v_base.tenant_id := app_tenant_id();
        insert into tenant_event select e.* from jsonb_populate_recordset(v_base, p_events) e;
        perform announce('event', app_tenant_id());
      end $$`);

    this.addSql(`
      create or replace function add_deliveries(p_message uuid, p_deliveries jsonb) returns void language plpgsql as $$
      declare
        v_base delivery;
        v_row delivery;
        v_item jsonb;
      begin
        v_base.tenant_id := app_tenant_id();
        v_base.message_id := p_message;
        for v_item in select value from jsonb_array_elements(p_deliveries) loop
          v_row := jsonb_populate_record(v_base, v_item);
          insert into delivery select v_row.*;
          insert into delivery_event (tenant_id, id, delivery_id, state, at)
            values (v_row.tenant_id, (v_item ->> 'event_id')::uuid, v_row.id, v_row.state, v_row.created_at);
          insert into tenant_event (tenant_id, id, at, kind, type, subject_id, bal_id, facts)
            values (v_row.tenant_id, (v_item ->> 'event_id')::uuid, v_row.created_at, 'delivery', 'delivery.' || v_row.state,
                    v_row.id, v_row.bal_id, jsonb_build_object('direction', v_row.direction));
          perform announce('delivery', v_row.id);
          if v_item ->> 'due_domain' is not null then
            insert into outbound_due (delivery_id, tenant_id, destination_domain, due_at)
              values (v_row.id, v_row.tenant_id, v_item ->> 'due_domain', v_row.created_at);
            perform announce('outbound', v_row.id);
          end if;
        end loop;
        perform announce('event', app_tenant_id());
      end $$`);
  }

  #reading(): void {
    // Whoever waits for the mark sees, once it has it, the places that another gave.
    this.addSql(`
      create function settle_events() returns table (settled bigint, forgotten bigint) language plpgsql as $$
      declare
        v_tenant uuid := app_tenant_id();
        v_given bigint;
      begin
        if exists (select from tenant_event e where e.tenant_id = v_tenant and e.position is null) then
          insert into tenant_event_mark (tenant_id, settled, forgotten) values (v_tenant, 0, 0) on conflict do nothing;
          select m.settled into v_given from tenant_event_mark m where m.tenant_id = v_tenant for update;
          update tenant_event e set position = v_given + w.n
            from (select u.id, row_number() over (order by u.id) as n from tenant_event u
                   where u.tenant_id = v_tenant and u.position is null) w
           where e.tenant_id = v_tenant and e.id = w.id;
          get diagnostics v_given = row_count;
          update tenant_event_mark m set settled = m.settled + v_given where m.tenant_id = v_tenant;
        end if;
        return query
          select coalesce(max(m.settled), 0), coalesce(max(m.forgotten), 0) from tenant_event_mark m where m.tenant_id = v_tenant;
      end $$`);

    // Always the oldest ones: what is kept has no hole.
    this.addSql(`
      create function forget_events(p_before timestamptz) returns bigint language plpgsql as $$
      declare
        v_tenant uuid := app_tenant_id();
        v_last bigint;
        v_gone bigint;
      begin
        perform settle_events();
        select max(e.position) into v_last from tenant_event e where e.tenant_id = v_tenant and e.at < p_before;
        if v_last is null then
          return 0;
        end if;
        update tenant_event_mark m set forgotten = v_last where m.tenant_id = v_tenant;
        delete from tenant_event e where e.tenant_id = v_tenant and e.position <= v_last;
        get diagnostics v_gone = row_count;
        return v_gone;
      end $$`);
  }

  #webhooks(): void {
    this.addSql(`
      create table webhook (
        tenant_id uuid not null,
        id uuid not null,
        url text not null,
        description text not null,
        kinds text[] not null,
        is_active boolean not null,
        stopped_for text null,
        stopped_at timestamptz null,
        failing_since timestamptz null,
        sealed_secret bytea not null,
        sealed_former bytea null,
        former_until timestamptz null,
        judged_to bigint not null,
        version int not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        primary key (tenant_id, id)
      )`);
    this.addSql(`
      alter table webhook
        add constraint webhook_stopped_for_check check (stopped_for in ('manager', 'gone', 'failing'))`);
    this.#wall('webhook');
    this.addSql('grant select, insert, update, delete on webhook to cachet_app');

    this.addSql(`
      create table webhook_delivery (
        tenant_id uuid not null,
        id uuid not null,
        webhook_id uuid not null,
        event_id uuid not null,
        type text not null,
        state text not null,
        attempts int not null,
        created_at timestamptz not null,
        next_attempt_at timestamptz null,
        last_attempt_at timestamptz null,
        last_status int null,
        last_fault text null,
        last_ms int null,
        last_answer text null,
        primary key (tenant_id, id)
      )`);
    this.addSql(`
      alter table webhook_delivery
        add constraint webhook_delivery_event_unique unique (tenant_id, webhook_id, event_id)`);
    this.addSql(
      'create index webhook_delivery_recent on webhook_delivery (tenant_id, webhook_id, created_at, id)',
    );
    this.addSql(`
      alter table webhook_delivery
        add constraint webhook_delivery_state_check check (state in ('waiting', 'delivered', 'failed', 'cancelled'))`);
    this.addSql(`
      alter table webhook_delivery
        add constraint webhook_delivery_tenant_id_webhook_id_foreign
        foreign key (tenant_id, webhook_id) references webhook (tenant_id, id) on update cascade`);
    this.#wall('webhook_delivery');
    this.addSql('grant select, insert, update, delete on webhook_delivery to cachet_app');
  }

  #sending(): void {
    this.addSql(`
      create table webhook_due (
        delivery_id uuid not null,
        tenant_id uuid not null,
        webhook_id uuid not null,
        due_at timestamptz not null,
        leased_until timestamptz null,
        leased_by text null,
        primary key (delivery_id)
      )`);
    this.addSql('create index webhook_due_at on webhook_due (due_at)');
    this.addSql('create index webhook_due_order on webhook_due (webhook_id, due_at)');
    this.addSql('grant select, insert, update, delete on webhook_due to cachet_app');

    this.addSql(`
      create table route_webhook (
        tenant_id uuid not null,
        webhook_id uuid not null,
        primary key (tenant_id, webhook_id)
      )`);
    this.addSql('grant select, insert, delete on route_webhook to cachet_app');

    // Each event once for each webhook that wants it, whoever looks and however often.
    this.addSql(`
      create function queue_webhooks(p_at timestamptz) returns bigint language plpgsql as $$
      declare
        v_tenant uuid := app_tenant_id();
        v_settled bigint;
        v_queued bigint;
      begin
        select s.settled into v_settled from settle_events() s;
        perform from webhook w where w.tenant_id = v_tenant and w.is_active and w.judged_to < v_settled order by w.id for update;
        with queued as (
          insert into webhook_delivery (tenant_id, id, webhook_id, event_id, type, state, attempts, created_at, next_attempt_at)
            select v_tenant, gen_random_uuid(), w.id, e.id, e.type, 'waiting', 0, p_at, p_at
              from webhook w
              join tenant_event e on e.tenant_id = w.tenant_id and e.position > w.judged_to and e.position <= v_settled
                                 and e.kind = any(w.kinds)
             where w.tenant_id = v_tenant and w.is_active
             order by e.position
          on conflict on constraint webhook_delivery_event_unique do nothing
          returning id, webhook_id
        )
        insert into webhook_due (delivery_id, tenant_id, webhook_id, due_at)
          select q.id, v_tenant, q.webhook_id, p_at from queued q;
        get diagnostics v_queued = row_count;
        update webhook w set judged_to = v_settled
         where w.tenant_id = v_tenant and w.is_active and w.judged_to < v_settled;
        return v_queued;
      end $$`);
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
