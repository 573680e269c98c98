import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Person } from './person.js';
import { ownedByTenant } from './tenant-policy.js';

/** What the directory of a structure says of one of its people, beside what the structure knows of them. */
@Entity({ tableName: 'scim_user', ...ownedByTenant('scim_user') })
@Unique({ name: 'scim_user_name_unique', properties: ['tenantId', 'userNameKey'] })
@Index({ name: 'scim_user_external_id', properties: ['tenantId', 'externalId'] })
export class ScimUser {
  [PrimaryKeyProp]?: ['tenantId', 'person'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Person, {
    primary: true,
    joinColumns: ['tenant_id', 'person_id'],
    ownColumns: ['person_id'],
  })
  person!: Person;

  @Property({ type: 'text' })
  userName!: string;

  /** As user names are compared. */
  @Property({ type: 'text' })
  userNameKey!: string;

  @Property({ type: 'text', nullable: true })
  externalId!: string | null;

  @Property({ type: 'text', nullable: true })
  displayName!: string | null;

  @Property({ type: 'int' })
  version!: number;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz' })
  changedAt!: Date;
}

/** A group of the directory: a role in the administration of the structure, never one that runs the operator. */
@Entity({ tableName: 'scim_group', ...ownedByTenant('scim_group') })
@Unique({ name: 'scim_group_role_unique', properties: ['tenantId', 'role'] })
export class ScimGroup {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Enum({ items: ['manager', 'auditor'] })
  role!: 'manager' | 'auditor';

  @Property({ type: 'text' })
  displayName!: string;

  @Property({ type: 'text', nullable: true })
  externalId!: string | null;

  @Property({ type: 'int' })
  version!: number;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz' })
  changedAt!: Date;
}

/** Who is in a group. */
@Entity({ tableName: 'scim_member', ...ownedByTenant('scim_member') })
@Index({ name: 'scim_member_person', properties: ['tenantId', 'person'] })
export class ScimMember {
  [PrimaryKeyProp]?: ['tenantId', 'group', 'person'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => ScimGroup, {
    primary: true,
    joinColumns: ['tenant_id', 'group_id'],
    ownColumns: ['group_id'],
  })
  group!: ScimGroup;

  @ManyToOne(() => Person, {
    primary: true,
    joinColumns: ['tenant_id', 'person_id'],
    ownColumns: ['person_id'],
  })
  person!: Person;

  /** Whether the role is theirs by this group; one they had before is not withdrawn with it. */
  @Property({ type: 'boolean' })
  gaveRole!: boolean;
}
