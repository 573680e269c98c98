import { Migration } from '@mikro-orm/migrations';

/** One-use tickets by which a browser opens a WebSocket without holding its session's token. */
export class HandOutSubscriptionTickets extends Migration {
  override up(): void {
    this.addSql(`
      create table subscription_ticket (
        ticket_hash bytea not null,
        session_id uuid not null,
        expires_at timestamptz not null,
        primary key (ticket_hash)
      )`);
    this.addSql('grant select, insert, delete on subscription_ticket to cachet_app');
  }
}
