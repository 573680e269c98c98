import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Person } from './person.js';
import { ownedByTenant } from './tenant-policy.js';

/** A version of the operator's terms of use (CGU), the same for every tenant. Never changed once published. */
@Entity({ tableName: 'cgu_version' })
@Unique({ name: 'cgu_version_name_unique', properties: ['name'] })
export class CguVersion {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'text' })
  text!: string;

  /** From then on nobody uses the service who has not accepted it. */
  @Property({ columnType: 'timestamptz' })
  inForceAt!: Date;

  @Property({ columnType: 'timestamptz' })
  publishedAt!: Date;
}

/** That a person accepted a version, as one tenant knows it. Never taken back. */
// EX_DCU_5030
@Entity({ tableName: 'cgu_acceptance', ...ownedByTenant('cgu_acceptance') })
export class CguAcceptance {
  [PrimaryKeyProp]?: ['tenantId', 'person', 'versionId'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Person, {
    primary: true,
    joinColumns: ['tenant_id', 'person_id'],
    ownColumns: ['person_id'],
  })
  person!: Person;

  @PrimaryKey({ type: 'uuid' })
  versionId!: string;

  @Property({ columnType: 'timestamptz' })
  acceptedAt!: Date;
}
