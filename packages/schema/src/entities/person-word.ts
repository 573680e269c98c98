import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { Person } from './person.js';
import { ownedByTenant } from './tenant-policy.js';

/** One word by which a person is found: of their name or identifier, in small letters without accents. */
@Entity({ tableName: 'person_word', ...ownedByTenant('person_word') })
@Index({ name: 'person_word_person', properties: ['tenantId', 'person'] })
export class PersonWord {
  [PrimaryKeyProp]?: ['tenantId', 'word', 'person'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'text', collation: 'C' })
  word!: string;

  @ManyToOne(() => Person, {
    primary: true,
    joinColumns: ['tenant_id', 'person_id'],
    ownColumns: ['person_id'],
  })
  person!: Person;
}
