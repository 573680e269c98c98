import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What a directory outside told of one question, which the key does not tell. */
@Entity({ tableName: 'directory_answer' })
@Index({ name: 'directory_answer_as_of', properties: ['asOf'] })
export class DirectoryAnswer {
  [PrimaryKeyProp]?: 'key';

  @PrimaryKey({ type: 'text', collation: 'C' })
  key!: string;

  @Property({ columnType: 'jsonb' })
  entries!: unknown;

  @Property({ type: 'boolean' })
  isCut!: boolean;

  @Property({ columnType: 'timestamptz' })
  asOf!: Date;
}
