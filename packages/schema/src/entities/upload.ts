import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** A file that one person uploaded for a letter of one BAL, until the letter takes it or its time is over. */
@Entity({ tableName: 'upload', ...ownedByTenant('upload') })
@Index({ name: 'upload_owner', properties: ['tenantId', 'idNat'] })
@Index({ name: 'upload_expiry', properties: ['tenantId', 'expiresAt'] })
export class Upload {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  balId!: string;

  @Property({ type: 'text' })
  idNat!: string;

  /** The key of its pieces, which only the structure's key opens; gone with them. */
  @Property({ columnType: 'bytea' })
  sealedKey!: Buffer;

  /** Its name and type, which may tell of somebody's health. */
  @Property({ columnType: 'bytea' })
  sealedFacts!: Buffer;

  /** Octets that came. */
  @Property({ columnType: 'bigint' })
  size!: number;

  /** False as long as its last octet did not come. */
  @Property({ type: 'boolean' })
  isWhole!: boolean;

  @Property({ columnType: 'timestamptz' })
  expiresAt!: Date;
}

/** A piece of it, sealed. */
@Entity({ tableName: 'upload_piece', ...ownedByTenant('upload_piece') })
export class UploadPiece {
  [PrimaryKeyProp]?: ['tenantId', 'upload', 'seq'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Upload, {
    primary: true,
    joinColumns: ['tenant_id', 'upload_id'],
    ownColumns: ['upload_id'],
    deleteRule: 'cascade',
  })
  upload!: Upload;

  @PrimaryKey({ type: 'integer' })
  seq!: number;

  @Property({ columnType: 'bytea' })
  bytes!: Buffer;
}
