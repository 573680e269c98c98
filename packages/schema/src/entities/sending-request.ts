import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** A letter that a program asked for by an id of its own, written with the letter: asked again, it is known. */
@Entity({ tableName: 'sending_request', ...ownedByTenant('sending_request') })
@Index({ name: 'sending_request_age', properties: ['tenantId', 'sentAt'] })
export class SendingRequestRow {
  [PrimaryKeyProp]?: ['tenantId', 'balId', 'keyMac'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  balId!: string;

  /** Of who asked and their id of it. */
  @PrimaryKey({ columnType: 'bytea' })
  keyMac!: Buffer;

  /** Of what was asked, under a key of the tenant: a word in it cannot be searched for. */
  @Property({ columnType: 'bytea' })
  bodyMac!: Buffer;

  @Property({ type: 'uuid' })
  messageId!: string;

  @Property({ columnType: 'timestamptz' })
  sentAt!: Date;
}
