import { Migration } from '@mikro-orm/migrations';

/**
 * When a person last opened the portal is found by an index. Behind row level security PostgreSQL looks into a JSON only once it knows whose row it
 * is: the number stands in a column of its own. Numbers that a person bore before stay known, with until when: their traces bear them.
 */
export class FindWhoOpenedThePortal extends Migration {
  override up(): void {
    this.addSql('drop index trace_event_portal_opening');
    this.addSql(`
      alter table trace_event add column portal_opened_by text
        generated always as (
          case when kind = 'session.opened' and outcome = 'ok' and bal_id is null and actor ->> 'kind' = 'person'
               then actor ->> 'idNat' end) stored`);
    this.addSql(`
      create index trace_event_portal_opening on trace_event (tenant_id, portal_opened_by, at)
        where portal_opened_by is not null`);
    this.addSql(`
      create or replace function add_traces(p_message uuid, p_traces jsonb) returns void language plpgsql as $$
      declare
        v_base trace_event;
      begin
        v_base.tenant_id := app_tenant_id();
        v_base.message_id := p_message;
        insert into trace_event (tenant_id, id, at, kind, outcome, actor, means, remote_address, correlation_id, bal_id,
                                 message_id, facts, sealed_subject)
          select t.tenant_id, t.id, t.at, t.kind, t.outcome, t.actor, t.means, t.remote_address, t.correlation_id, t.bal_id,
                 t.message_id, t.facts, t.sealed_subject
            from jsonb_populate_recordset(v_base, p_traces) t;
      end $$`);

    this.addSql(`
      create table person_former_number (
        tenant_id uuid not null,
        person_id uuid not null,
        id_nat text not null,
        borne_until timestamptz not null,
        primary key (tenant_id, person_id, id_nat, borne_until)
      )`);
    this.addSql('alter table person_former_number enable row level security');
    this.addSql('alter table person_former_number force row level security');
    this.addSql(`
      create policy person_former_number_tenant on person_former_number
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert on person_former_number to cachet_app');
  }
}
