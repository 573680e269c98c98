import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** A partner's key, without its secret: the hash that recognises it is in `route_api_key`. */
@Entity({ tableName: 'api_key', ...ownedByTenant('api_key') })
export class ApiKey {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'text' })
  name!: string;

  /** Beginning of the key, by which people recognise it. */
  @Property({ type: 'text' })
  prefix!: string;

  @Property({ columnType: 'text[]' })
  scopes!: string[];

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  revokedAt!: Date | null;
}
