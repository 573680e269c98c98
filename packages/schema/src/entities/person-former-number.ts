import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** A number that a person bore until it was corrected: their traces of before bear it, those of after are another's. */
@Entity({ tableName: 'person_former_number', ...ownedByTenant('person_former_number') })
export class PersonFormerNumber {
  [PrimaryKeyProp]?: ['tenantId', 'personId', 'idNat', 'borneUntil'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  personId!: string;

  @PrimaryKey({ type: 'text' })
  idNat!: string;

  @PrimaryKey({ columnType: 'timestamptz' })
  borneUntil!: Date;
}
