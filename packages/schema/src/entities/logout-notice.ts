import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A notice of logout that Pro Santé Connect sent, remembered by its hash until it would be too old to be believed again. */
@Entity({ tableName: 'logout_notice' })
@Index({ name: 'logout_notice_expiry', properties: ['expiresAt'] })
export class LogoutNotice {
  [PrimaryKeyProp]?: 'noticeHash';

  @PrimaryKey({ columnType: 'bytea' })
  noticeHash!: Buffer;

  @Property({ columnType: 'timestamptz' })
  expiresAt!: Date;
}
