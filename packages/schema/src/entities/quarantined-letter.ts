import type { DeliveryDirection, MalwareNature } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** The facts of an infected letter put aside. Neither its subject nor the name of a file: a manager reads this. */
@Entity({ tableName: 'quarantined_letter', ...ownedByTenant('quarantined_letter') })
@Index({ name: 'quarantined_letter_recent', properties: ['tenantId', 'at', 'id'] })
@Index({ name: 'quarantined_letter_expiry', properties: ['tenantId', 'expiresAt'] })
export class QuarantinedLetterRow {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ columnType: 'timestamptz' })
  at!: Date;

  @Enum({ items: ['inbound', 'outbound'] })
  direction!: DeliveryDirection;

  @Property({ type: 'text', nullable: true })
  sender!: string | null;

  @Property({ columnType: 'text[]' })
  recipients!: string[];

  /** The scanner's own name for what it found. */
  @Property({ type: 'text' })
  signature!: string;

  @Enum({ items: ['malware', 'encrypted', 'tooDeep'] })
  nature!: MalwareNature;

  @Enum({ items: ['refuse', 'strip'] })
  treatment!: 'refuse' | 'strip';

  /** Octets. */
  @Property({ columnType: 'bigint' })
  size!: number;

  /** Hex, of the exact bytes. */
  @Property({ type: 'text' })
  sha256!: string;

  /** False once its bytes are destroyed, or when there was no room for them. */
  @Property({ type: 'boolean' })
  isKept!: boolean;

  @Property({ columnType: 'timestamptz' })
  expiresAt!: Date;

  /** The key of its bytes, which only the structure's key opens; gone with them. Null for letters put there before they were sealed. */
  @Property({ columnType: 'bytea', nullable: true })
  sealedKey!: Buffer | null;
}
