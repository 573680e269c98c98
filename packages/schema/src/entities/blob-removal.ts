import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** A blob whose message has left: to be removed, which the jobs do once that is committed. Its key has gone already. */
@Entity({ tableName: 'blob_removal', ...ownedByTenant('blob_removal') })
export class BlobRemoval {
  [PrimaryKeyProp]?: ['tenantId', 'blobId'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  /** The message's id. */
  @PrimaryKey({ type: 'uuid' })
  blobId!: string;

  @Property({ columnType: 'timestamptz' })
  askedAt!: Date;
}
