import type { TenantRole } from '../access/index.js';
import type { IdNat } from '../identifiers/index.js';

/** What the identity management of a structure says of one of its people. Who they are (`idNat`) is said once. */
export interface UserFields {
  /** By which that directory knows them: unique in the structure, whatever its capitals. */
  readonly userName: string;
  readonly externalId: string | null;
  readonly displayName: string | null;
  readonly familyName: string;
  readonly givenName: string;
  /** Inactive: the person has left the structure. */
  readonly isActive: boolean;
}

/** A person that the directory keeps here. The id is those of the person. */
export interface ProvisionedUser extends UserFields {
  readonly id: string;
  readonly idNat: IdNat;
  /** Counts what the directory, and whoever else, changed. */
  readonly version: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly groups: readonly Pick<ProvisionedGroup, 'id' | 'displayName'>[];
}

/** The roles that a directory may give: none that runs the operator, none that opens a BAL. */
export const GROUP_ROLES = ['manager', 'auditor'] as const satisfies readonly TenantRole[];
export type GroupRole = (typeof GROUP_ROLES)[number];

export interface GroupFields {
  readonly displayName: string;
  readonly externalId: string | null;
}

/** A group of the directory, which is a role in the administration of the structure. */
export interface ProvisionedGroup extends GroupFields {
  readonly id: string;
  readonly role: GroupRole;
  readonly version: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

export interface ProvisionedMember {
  readonly id: string;
  readonly idNat: IdNat;
  readonly displayName: string;
  readonly isActive: boolean;
}

/** The people that the directory keeps here, beside what the structure knows of them. */
export interface ProvisionedUsers {
  /** Makes whoever else changes what the directory keeps here wait for the end of this transaction. */
  hold(): Promise<void>;
  byId(id: string): Promise<ProvisionedUser | null>;
  hasUserName(userName: string): Promise<boolean>;
  /** What the directory says; names are those of the person. */
  add(id: string, fields: UserFields): Promise<void>;
  change(id: string, fields: UserFields): Promise<void>;
  /** The person stays known: traces and accesses name them. */
  remove(id: string): Promise<void>;
}

export interface ProvisionedGroups {
  byId(id: string): Promise<ProvisionedGroup | null>;
  hasRole(role: GroupRole): Promise<boolean>;
  add(group: Pick<ProvisionedGroup, 'id' | 'role' | keyof GroupFields>): Promise<void>;
  change(id: string, fields: GroupFields): Promise<void>;
  remove(id: string): Promise<void>;
  members(id: string): Promise<readonly ProvisionedMember[]>;
  /** Those among these ids that the directory keeps here. */
  knownAmong(ids: readonly string[]): Promise<readonly ProvisionedMember[]>;
  /** Puts them in, and gives the role to those who are active and have it not. Answers those who were given it. */
  join(group: Pick<ProvisionedGroup, 'id' | 'role'>, ids: readonly string[]): Promise<readonly IdNat[]>;
  /** Takes them out, and withdraws the role from those who had it by this group alone. Answers them. */
  leave(group: Pick<ProvisionedGroup, 'id' | 'role'>, ids: readonly string[]): Promise<readonly IdNat[]>;
  /** Gives an active person the roles of their groups. Answers the roles that were given. */
  restore(personId: string): Promise<readonly GroupRole[]>;
}
