import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { ownedByTenant } from './tenant-policy.js';

/** The mail of one account elsewhere, being taken over into a BAL or taken over once. Nothing that opens that account is kept. */
@Entity({ tableName: 'mail_import', ...ownedByTenant('mail_import') })
@Unique({ name: 'mail_import_source_unique', properties: ['tenantId', 'bal', 'source'] })
export class MailImport {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @ManyToOne(() => Bal, { joinColumns: ['tenant_id', 'bal_id'], ownColumns: ['bal_id'] })
  bal!: Bal;

  /** `user@host:port` */
  @Property({ type: 'text' })
  source!: string;

  @Property({ columnType: 'timestamptz' })
  begunAt!: Date;

  /** When everything had been taken over; null until then. */
  @Property({ columnType: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}

/** A folder there, and how far it was taken over: every uid up to the last one. */
@Entity({ tableName: 'mail_import_folder', ...ownedByTenant('mail_import_folder') })
export class MailImportFolder {
  [PrimaryKeyProp]?: ['tenantId', 'import', 'name', 'uidValidity'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => MailImport, {
    primary: true,
    joinColumns: ['tenant_id', 'import_id'],
    ownColumns: ['import_id'],
    deleteRule: 'cascade',
  })
  import!: MailImport;

  /** As the other server names it. */
  @PrimaryKey({ type: 'text' })
  name!: string;

  @PrimaryKey({ columnType: 'bigint' })
  uidValidity!: number;

  /** Name of the folder of the BAL. */
  @Property({ type: 'text' })
  target!: string;

  /** How many it held when it was last opened. */
  @Property({ columnType: 'bigint' })
  messages!: number;

  @Property({ columnType: 'bigint', default: 0 })
  lastUid!: number;

  @Property({ columnType: 'bigint', default: 0 })
  imported!: number;

  @Property({ columnType: 'bigint', default: 0 })
  refused!: number;
}

/** A message that was not taken over, and why. */
@Entity({ tableName: 'mail_import_refusal', ...ownedByTenant('mail_import_refusal') })
export class MailImportRefusal {
  [PrimaryKeyProp]?: ['tenantId', 'import', 'name', 'uidValidity', 'uid'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => MailImport, {
    primary: true,
    joinColumns: ['tenant_id', 'import_id'],
    ownColumns: ['import_id'],
    deleteRule: 'cascade',
  })
  import!: MailImport;

  @PrimaryKey({ type: 'text' })
  name!: string;

  @PrimaryKey({ columnType: 'bigint' })
  uidValidity!: number;

  @PrimaryKey({ columnType: 'bigint' })
  uid!: number;

  /** A refusal of the catalogue, or where it failed each time that it was tried. */
  @Property({ type: 'text' })
  code!: string;
}
