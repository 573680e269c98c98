import type { Actor, Means, OperationKind, OperationPhase, OperationState, RowState } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ownedByTenant } from './tenant-policy.js';

/** Many rows that are done in the background, in the name of who asked. */
@Entity({ tableName: 'operation', ...ownedByTenant('operation') })
@Index({ name: 'operation_recent', properties: ['tenantId', 'createdAt', 'id'] })
@Index({ name: 'operation_changed', properties: ['tenantId', 'updatedAt', 'id'] })
export class OperationRecord {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Enum({ items: ['balOpening', 'accessOpening', 'balUndoing', 'accessUndoing', 'balExport'] })
  kind!: OperationKind;

  @Enum({ items: ['queued', 'running', 'waiting', 'succeeded', 'partial', 'failed', 'cancelled'] })
  state!: OperationState;

  @Enum({ items: ['checking', 'doing'] })
  phase!: OperationPhase;

  @Property({ type: 'boolean' })
  isRehearsal!: boolean;

  @Property({ type: 'boolean' })
  onlyIfAllValid!: boolean;

  @Property({ type: 'text', nullable: true })
  fileName!: string | null;

  @Property({ type: 'uuid', nullable: true })
  undoes!: string | null;

  @Property({ type: 'uuid', nullable: true })
  undoneBy!: string | null;

  @Property({ columnType: 'jsonb' })
  author!: Actor;

  /** Of the key or token that asked: what it may do is never more, whatever its key is given later. */
  @Property({ columnType: 'text[]' })
  scopes!: string[];

  @Property({ type: 'text' })
  means!: Means;

  @Property({ type: 'text', nullable: true })
  remoteAddress!: string | null;

  @Property({ columnType: 'int' })
  total!: number;

  /** Rows that were found valid and are not done yet. */
  @Property({ columnType: 'int', default: 0 })
  checked!: number;

  @Property({ columnType: 'int', default: 0 })
  done!: number;

  @Property({ columnType: 'int', default: 0 })
  unchanged!: number;

  @Property({ columnType: 'int', default: 0 })
  failed!: number;

  @Property({ columnType: 'int', default: 0 })
  skipped!: number;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  startedAt!: Date | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  @Property({ columnType: 'timestamptz' })
  updatedAt!: Date;
}

/** One row, and what became of it. */
@Entity({ tableName: 'operation_row', ...ownedByTenant('operation_row') })
@Index({ name: 'operation_row_state', properties: ['tenantId', 'operation', 'state', 'number'] })
@Index({ name: 'operation_row_key', properties: ['tenantId', 'operation', 'key'] })
export class OperationRowRecord {
  [PrimaryKeyProp]?: ['tenantId', 'operation', 'number'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => OperationRecord, {
    primary: true,
    joinColumns: ['tenant_id', 'operation_id'],
    ownColumns: ['operation_id'],
    deleteRule: 'cascade',
  })
  operation!: OperationRecord;

  /** Line of the file, or place in the list. */
  @PrimaryKey({ columnType: 'int' })
  number!: number;

  /** By which the same row is known again. */
  @Property({ type: 'text' })
  key!: string;

  @Property({ columnType: 'jsonb' })
  cells!: Record<string, string>;

  @Enum({ items: ['waiting', 'valid', 'done', 'unchanged', 'failed', 'skipped', 'undone'] })
  state!: RowState;

  /** Of the refusal. */
  @Property({ type: 'text', nullable: true })
  code!: string | null;

  @Property({ columnType: 'jsonb', nullable: true })
  detail!: Record<string, string> | null;

  @Property({ type: 'uuid', nullable: true })
  balId!: string | null;

  @Property({ type: 'uuid', nullable: true })
  accessId!: string | null;
}

/** Shared: an operation that is not over, for whichever worker takes it next. Ids only. */
@Entity({ tableName: 'operation_due' })
@Index({ name: 'operation_due_order', properties: ['queuedAt'] })
export class OperationDue {
  [PrimaryKeyProp]?: 'operationId';

  @PrimaryKey({ type: 'uuid' })
  operationId!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ columnType: 'timestamptz' })
  queuedAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  leasedUntil!: Date | null;

  @Property({ type: 'text', nullable: true })
  leasedBy!: string | null;
}
