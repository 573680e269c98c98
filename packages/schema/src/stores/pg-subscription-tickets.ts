import type { SharedSql } from '../sql.js';

/** Tickets kept by their hash, each good for one redemption. */
export class PgSubscriptionTickets {
  constructor(private readonly sql: SharedSql) {}

  /** Keeps a ticket, and forgets those that were never used. */
  async issue(ticketHash: Uint8Array, sessionId: string, expiresAt: Date, now: Date): Promise<void> {
    await this.sql.query('delete from subscription_ticket where expires_at <= $1', [now]);
    await this.sql.query(
      'insert into subscription_ticket (ticket_hash, session_id, expires_at) values ($1, $2, $3)',
      [Buffer.from(ticketHash), sessionId, expiresAt],
    );
  }

  /** The session of a ticket still good, which from now on is not. Two processes asking at once: one is answered. */
  async redeem(ticketHash: Uint8Array, now: Date): Promise<string | null> {
    const [row] = await this.sql.query<{ session_id: string; expires_at: Date }>(
      'delete from subscription_ticket where ticket_hash = $1 returning session_id, expires_at',
      [Buffer.from(ticketHash)],
    );
    return row && row.expires_at > now ? row.session_id : null;
  }
}
