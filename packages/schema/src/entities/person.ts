import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** An end user or manager as one tenant knows them. The same human is another row in another tenant. */
// EX_GBM_4230: the base of end users that ties each BAL to the people who may open it.
@Entity({ tableName: 'person', ...ownedByTenant('person') })
@Unique({ name: 'person_id_nat_unique', properties: ['tenantId', 'idNat'] })
@Index({ name: 'person_name', properties: ['tenantId', 'sortName', 'id'] })
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

  /** Counts the changes: who changes a person says which version they read. */
  @Property({ type: 'int', default: 1 })
  version!: number;

  /** By which people stand in a list: family name, then given name, folded. */
  @Property({ type: 'text', collation: 'C', default: '' })
  sortName!: string;

  /** Where warnings reach the person outside the trust space; never anything about health. */
  // EX_GBM_4440, EX_GBM_6010: by the channel of their choice, outside the trust space.
  @Property({ type: 'text', nullable: true })
  alertAddress!: string | null;

  /** Since when the person is no longer of the tenant. */
  @Property({ columnType: 'timestamptz', nullable: true })
  leftAt!: Date | null;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;
}
