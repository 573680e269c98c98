import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** A mutation sent with an idempotency key: under way, answered (the answer sealed), or of unknown end. Kept for a day. */
@Entity({ tableName: 'api_request', ...ownedByTenant('api_request') })
@Index({ name: 'api_request_expiry', properties: ['tenantId', 'expiresAt'] })
export class ApiRequest {
  [PrimaryKeyProp]?: ['tenantId', 'caller', 'keyHash'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  /** Who sent it: a key, or a person and how they came. */
  @PrimaryKey({ type: 'text' })
  caller!: string;

  /** SHA-256 of the idempotency key. */
  @PrimaryKey({ columnType: 'bytea' })
  keyHash!: Buffer;

  /** HMAC of what was asked, under a key of the tenant: a short secret in it cannot be searched for. */
  @Property({ columnType: 'bytea' })
  bodyMac!: Buffer;

  @Enum({ items: ['underway', 'answered', 'unknown'] })
  state!: 'underway' | 'answered' | 'unknown';

  @Property({ columnType: 'bytea', nullable: true })
  sealedAnswer!: Buffer | null;

  @Property({ columnType: 'timestamptz' })
  begunAt!: Date;

  @Property({ columnType: 'timestamptz' })
  expiresAt!: Date;
}
