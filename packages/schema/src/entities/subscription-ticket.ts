import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A browser's right to open one WebSocket for its session, once and within a minute. The ticket itself is nowhere. */
@Entity({ tableName: 'subscription_ticket' })
export class SubscriptionTicket {
  [PrimaryKeyProp]?: 'ticketHash';

  @PrimaryKey({ columnType: 'bytea' })
  ticketHash!: Buffer;

  /** `portal_session.id`. */
  @Property({ type: 'uuid' })
  sessionId!: string;

  @Property({ columnType: 'timestamptz' })
  expiresAt!: Date;
}
