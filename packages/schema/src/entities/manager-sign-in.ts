import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A manager on the way to the provider of a structure: what the answer must fit, once and within ten minutes. */
@Entity({ tableName: 'manager_sign_in' })
@Index({ name: 'manager_sign_in_expiry', properties: ['expiresAt'] })
export class ManagerSignIn {
  [PrimaryKeyProp]?: 'stateHash';

  @PrimaryKey({ columnType: 'bytea' })
  stateHash!: Buffer;

  @Property({ type: 'uuid' })
  tenantId!: string;

  /** Of the value that the browser keeps. */
  @Property({ columnType: 'bytea' })
  bindingHash!: Buffer;

  @Property({ type: 'text' })
  issuer!: string;

  @Property({ type: 'text' })
  nonce!: string;

  @Property({ type: 'text' })
  codeVerifier!: string;

  @Property({ type: 'text' })
  returnTo!: string;

  @Property({ columnType: 'timestamptz' })
  expiresAt!: Date;
}
