import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** How somebody of a structure stood in the Annuaire Santé when that was last looked at. */
@Entity({ tableName: 'person_standing', ...ownedByTenant('person_standing') })
export class PersonStanding {
  [PrimaryKeyProp]?: ['tenantId', 'personId'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  personId!: string;

  /** The moment of the last copy that knew them. */
  @Property({ columnType: 'timestamptz', nullable: true })
  seenAsOf!: Date | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  goneSince!: Date | null;

  /** Names of the Annuaire that managers were told do not agree with ours. */
  @Property({ type: 'text', nullable: true })
  namesTold!: string | null;

  @Property({ type: 'text', nullable: true })
  profession!: string | null;

  @Property({ type: 'text', nullable: true })
  speciality!: string | null;
}
