import type { Actor, BalRole } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { Person } from './person.js';
import { ownedByTenant } from './tenant-policy.js';

/** One person's access to one BAL, from a moment to a moment. Past ones are kept: they tell who could read when. */
@Entity({ tableName: 'bal_access', ...ownedByTenant('bal_access') })
@Index({ name: 'bal_access_bal', properties: ['tenantId', 'bal', 'person'] })
@Index({ name: 'bal_access_person', properties: ['tenantId', 'person'] })
export class BalAccess {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @ManyToOne(() => Bal, { joinColumns: ['tenant_id', 'bal_id'], ownColumns: ['bal_id'] })
  bal!: Bal;

  @ManyToOne(() => Person, { joinColumns: ['tenant_id', 'person_id'], ownColumns: ['person_id'] })
  person!: Person;

  @Enum({ items: ['responsible', 'coholder', 'delegate'] })
  role!: BalRole;

  @Property({ type: 'boolean' })
  mayRead!: boolean;

  @Property({ type: 'boolean' })
  maySend!: boolean;

  @Property({ columnType: 'timestamptz' })
  startsAt!: Date;

  /** Excluded; null while open-ended. */
  @Property({ columnType: 'timestamptz', nullable: true })
  endsAt!: Date | null;

  /** Counts the changes: who changes an access says which version they read. */
  @Property({ type: 'int', default: 1 })
  version!: number;

  @Property({ type: 'text', default: '' })
  reason!: string;

  /** Null for accesses opened before this was kept. */
  @Property({ columnType: 'jsonb', nullable: true })
  grantedBy!: Actor | null;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;
}
