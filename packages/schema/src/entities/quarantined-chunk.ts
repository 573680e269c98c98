import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { QuarantinedLetterRow } from './quarantined-letter.js';
import { ownedByTenant } from './tenant-policy.js';

/** A piece of an infected letter, sealed. The application may write and destroy it, never read it: the right is not granted. */
@Entity({ tableName: 'quarantined_chunk', ...ownedByTenant('quarantined_chunk') })
export class QuarantinedChunk {
  [PrimaryKeyProp]?: ['tenantId', 'letter', 'seq'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => QuarantinedLetterRow, {
    primary: true,
    joinColumns: ['tenant_id', 'letter_id'],
    ownColumns: ['letter_id'],
    deleteRule: 'cascade',
  })
  letter!: QuarantinedLetterRow;

  @PrimaryKey({ type: 'integer' })
  seq!: number;

  @Property({ columnType: 'bytea' })
  bytes!: Buffer;
}
