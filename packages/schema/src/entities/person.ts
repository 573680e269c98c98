import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** An end user or manager as one tenant knows them. The same human is another row in another tenant. */
// EX_GBM_4230: the base of end users that ties each BAL to the people who may open it.
@Entity({ tableName: 'person', ...ownedByTenant('person') })
@Unique({ name: 'person_id_nat_unique', properties: ['tenantId', 'idNat'] })
export class Person {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'text' })
  idNat!: string;

  @Property({ type: 'text' })
  familyName!: string;

  @Property({ type: 'text' })
  givenName!: string;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;
}
