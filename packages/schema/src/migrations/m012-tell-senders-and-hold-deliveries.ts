import { Migration } from '@mikro-orm/migrations';

/** What senders wish to be told (RFC 3461), deliveries that managers hold or cancel, and the session that carried each. */
export class TellSendersAndHoldDeliveries extends Migration {
  override up(): void {
    this.addSql(`
      alter table delivery
        add column notify text null,
        add column orcpt text null,
        add column ret text null,
        add column envid text null,
        add column tls text null,
        add column delay_told_at timestamptz null`);
    this.addSql(`
      alter table delivery_event
        add column remote_host text null,
        add column tls text null`);
    for (const table of ['delivery', 'delivery_event']) {
      this.addSql(`alter table ${table} drop constraint ${table}_state_check`);
      this.addSql(`
        alter table ${table}
          add constraint ${table}_state_check
          check (state in ('queued', 'deferred', 'held', 'delivered', 'failed', 'cancelled'))`);
    }
    this.addSql(`
      alter table delivery
        add constraint delivery_ret_check check (ret in ('FULL', 'HDRS'))`);
    this.addSql('alter table outbound_due add column began_at timestamptz null');
  }
}
