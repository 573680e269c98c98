import type { BalState } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Where an address leads: an address being delivered to is known before any tenant is. */
@Entity({ tableName: 'route_address' })
@Index({ name: 'route_address_bal', properties: ['tenantId', 'balId'] })
@Index({
  name: 'route_address_test',
  expression: `CREATE INDEX route_address_test ON public.route_address USING btree (address) WHERE (is_test AND (state <> 'deleted'::text))`,
})
export class RouteAddress {
  @PrimaryKey({ type: 'text' })
  address!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  balId!: string;

  @Enum({ items: ['pending', 'active', 'suspended', 'deleted'] })
  state!: BalState;

  /** Test BAL are counted over the whole installation. */
  @Property({ type: 'boolean', default: false })
  isTest!: boolean;

  /** Of a deleted BAL: who answered for it, and may have the address back, and when anybody else may. */
  @Property({ type: 'text', nullable: true })
  formerHolder!: string | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  freeAt!: Date | null;
}

/** Domains this installation serves, and for whom. */
@Entity({ tableName: 'route_domain' })
export class RouteDomain {
  [PrimaryKeyProp]?: ['domain', 'tenantId'];

  @PrimaryKey({ type: 'text' })
  domain!: string;

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;
}

/** The tenants where a person has something: a person signing in is known before any tenant is. */
@Entity({ tableName: 'route_person' })
export class RoutePerson {
  [PrimaryKeyProp]?: ['idNat', 'tenantId'];

  @PrimaryKey({ type: 'text' })
  idNat!: string;

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;
}

/** SHA-256 of a partner's key, and whose it is. */
@Entity({ tableName: 'route_api_key' })
@Index({ name: 'route_api_key_tenant', properties: ['tenantId', 'apiKeyId'] })
export class RouteApiKey {
  @PrimaryKey({ columnType: 'bytea' })
  keyHash!: Buffer;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  apiKeyId!: string;
}

/** SHA-256 of a short-lived token of a partner's key, whose it is and what it may do at most. */
@Entity({ tableName: 'route_api_token' })
@Index({ name: 'route_api_token_key', properties: ['tenantId', 'apiKeyId'] })
@Index({ name: 'route_api_token_expiry', properties: ['expiresAt'] })
export class RouteApiToken {
  @PrimaryKey({ columnType: 'bytea' })
  tokenHash!: Buffer;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  apiKeyId!: string;

  @Property({ columnType: 'text[]' })
  scopes!: string[];

  @Property({ columnType: 'timestamptz' })
  expiresAt!: Date;
}

/** Which tenant is the operator's own, where facts about the whole installation are traced. One row at most. */
@Entity({ tableName: 'route_operator' })
export class RouteOperator {
  [PrimaryKeyProp]?: 'only';

  @PrimaryKey({ type: 'boolean', autoincrement: false })
  only!: boolean;

  @Property({ type: 'uuid' })
  tenantId!: string;
}

/** The tenants where an access de secours is on: asked before a tenant is known. The tenant's own row decides. */
@Entity({ tableName: 'route_secours' })
export class RouteSecours {
  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;
}
