import { Migration } from '@mikro-orm/migrations';

/**
 * What the X-MSS headers of a sent letter say stays beside its deliveries, for the statistics outlive the letter; what a month counts is found by
 * an index: letters taken or refused, and when somebody last came to a BAL.
 */
export class CountExchangesAndSignIns extends Migration {
  override up(): void {
    this.addSql('alter table delivery add column mss_ins text null');
    this.addSql('alter table delivery add column mss_code_cda text null');
    this.addSql('alter table delivery add column mss_nil text null');
    this.addSql("alter table delivery add constraint delivery_mss_ins_check check (mss_ins in ('O', 'N'))");
    this.addSql(`
      create index delivery_ended on delivery (tenant_id, updated_at, id)
        where direction = 'outbound' and sender is not null and state in ('delivered', 'failed')`);
    this.addSql(`
      create index trace_event_opening on trace_event (tenant_id, bal_id, at)
        where kind = 'session.opened' and outcome = 'ok' and bal_id is not null`);
    this.addSql(`
      create index trace_event_portal_opening on trace_event (tenant_id, (actor ->> 'idNat'), at)
        where kind = 'session.opened' and outcome = 'ok' and bal_id is null`);
  }
}
