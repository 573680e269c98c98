import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Person } from './person.js';
import { ownedByTenant } from './tenant-policy.js';

/** Whether a structure lets its people in without Pro Santé Connect; without a row, it does not. */
// RE_LPS_0100: off by default, one switch for each structure.
@Entity({ tableName: 'secours_policy', ...ownedByTenant('secours_policy') })
export class SecoursPolicy {
  [PrimaryKeyProp]?: 'tenantId';

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'boolean' })
  isOn!: boolean;

  @Property({ columnType: 'timestamptz' })
  changedAt!: Date;
}

/** One person's access de secours in one structure: neither of its two proofs can be read from here. */
@Entity({ tableName: 'secours_factor', ...ownedByTenant('secours_factor') })
@Unique({ name: 'secours_factor_selector_unique', properties: ['tenantId', 'selector'] })
export class SecoursFactorRow {
  [PrimaryKeyProp]?: ['tenantId', 'person'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Person, {
    primary: true,
    joinColumns: ['tenant_id', 'person_id'],
    ownColumns: ['person_id'],
  })
  person!: Person;

  /** The part of the passphrase that says whose it is. */
  @Property({ type: 'text' })
  selector!: string;

  @Property({ type: 'text' })
  passphraseHash!: string;

  /** AES-256-GCM under a key that is not in the database. */
  @Property({ columnType: 'bytea' })
  sealedSecret!: Buffer;

  @Property({ columnType: 'timestamptz' })
  begunAt!: Date;

  /** Null until a first code was given. */
  @Property({ columnType: 'timestamptz', nullable: true })
  confirmedAt!: Date | null;

  @Property({ columnType: 'bigint' })
  lastStep!: number;

  @Property({ columnType: 'int' })
  attempts!: number;

  /** Of the wall clock. */
  @Property({ columnType: 'timestamptz', nullable: true })
  waitsUntil!: Date | null;
}
