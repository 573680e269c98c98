import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Person } from './person.js';
import { ownedByTenant } from './tenant-policy.js';

/** The OpenID Connect provider by which the managers of a structure may come in. */
@Entity({ tableName: 'identity_provider', ...ownedByTenant('identity_provider') })
export class IdentityProviderRow {
  [PrimaryKeyProp]?: 'tenantId';

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'text' })
  issuer!: string;

  @Property({ type: 'text' })
  clientId!: string;

  /** Sealed under a key of the tenant. */
  @Property({ columnType: 'bytea' })
  sealedSecret!: Buffer;

  /** Domains of e-mail addresses it is believed about; lower case. */
  @Property({ columnType: 'text[]' })
  domains!: string[];

  @Property({ type: 'int' })
  version!: number;

  @Property({ columnType: 'timestamptz' })
  setAt!: Date;
}

/** Who of the structure may come in that way: known by e-mail address until the first sign-in, by issuer and subject from then on. */
@Entity({ tableName: 'local_identity', ...ownedByTenant('local_identity') })
@Unique({ name: 'local_identity_email_unique', properties: ['tenantId', 'email'] })
@Unique({ name: 'local_identity_subject_unique', properties: ['tenantId', 'issuer', 'subject'] })
export class LocalIdentityRow {
  [PrimaryKeyProp]?: ['tenantId', 'person'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Person, {
    primary: true,
    joinColumns: ['tenant_id', 'person_id'],
    ownColumns: ['person_id'],
  })
  person!: Person;

  /** Lower case. */
  @Property({ type: 'text' })
  email!: string;

  @Property({ type: 'text', nullable: true })
  issuer!: string | null;

  @Property({ type: 'text', nullable: true })
  subject!: string | null;

  @Property({ columnType: 'timestamptz' })
  registeredAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  boundAt!: Date | null;
}

/** Which structures let the people of a domain in by their own provider. */
@Entity({ tableName: 'route_identity_domain' })
@Index({ name: 'route_identity_domain_tenant', properties: ['tenantId'] })
export class RouteIdentityDomain {
  [PrimaryKeyProp]?: ['domain', 'tenantId'];

  @PrimaryKey({ type: 'text' })
  domain!: string;

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;
}
