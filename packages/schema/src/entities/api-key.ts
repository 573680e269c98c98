import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** A partner's key, without its secret: the hash that recognises it is in `route_api_key`. */
@Entity({ tableName: 'api_key', ...ownedByTenant('api_key') })
@Index({ name: 'api_key_recent', properties: ['tenantId', 'createdAt', 'id'] })
@Index({ name: 'api_key_made_by', properties: ['tenantId', 'madeBy'] })
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

  /** Where it may be used from, as CIDR; from everywhere when there is none. */
  @Property({ columnType: 'text[]', defaultRaw: "'{}'" })
  networks!: string[];

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  /** The key that made it, with which it is revoked. */
  @Property({ type: 'uuid', nullable: true })
  madeBy!: string | null;
}
