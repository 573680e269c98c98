import { type BalStore, opensMail, readBal } from '../access/index.js';
import { administers } from '../administration/index.js';
import type { AdministeredBal } from '../bal/index.js';
import type { Folder } from '../messaging/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import type { ComplianceBoard } from '../traceability/index.js';
import type { OperationDesk } from './ask-operation.js';
import { isOver, type Operation } from './operation.js';
import type { NewRow, OperationStore, RowVerdict } from './ports.js';

/** The BAL of one tenant whose messages are asked for, and the operations that follow them. */
export interface ExportDesk extends OperationDesk {
  readonly operations: OperationStore & {
    /** The export of that BAL that this person asked for and that is not over. */
    exportUnderWay(balId: string, idNat: string): Promise<string | null>;
  };
  readonly bals: Pick<BalStore, 'accessesOf'>;
  readonly compliance: ComplianceBoard;
  administered(balId: string): Promise<AdministeredBal | null>;
  foldersOf(balId: string): Promise<readonly Pick<Folder, 'id'>[]>;
}

/** Since an export may be had, how long its links are given. */
const LASTING = 7 * 86_400_000;

/**
 * Asks for all the messages of a BAL, by whoever answers for it and reads it: one row for each folder, done once it was taken away. That
 * of a suspended BAL waits until the structure grants it. Asked for again while it goes on, it is the same. Answers the operation's id.
 * Refuses notFound, balNotOpen, readRightMissing, forbidden (a delegate).
 */
// RE_GBM_4450: users who ask for them have the messages of their suspended BAL; its doors stay shut, and nobody else reads anything.
export async function askExport(
  context: TenantContext,
  desk: ExportDesk,
  newId: NewId,
  balId: string,
): Promise<Outcome<string>> {
  const { actor } = context;
  const bal = await desk.administered(balId);
  const allowed = await mayTakeAway(context, desk, bal);
  if (!bal || actor.kind !== 'person') return refused('notFound');
  if (!allowed.ok) return allowed;
  const underWay = await desk.operations.exportUnderWay(balId, actor.idNat);
  if (underWay) return done(underWay);
  const id = newId();
  const rows = (await desk.foldersOf(balId)).map((folder, index) => rowOf(folder, index, balId));
  const request = { kind: 'balExport', isRehearsal: false, onlyIfAllValid: false } as const;
  await desk.operations.add(id, { ...request, fileName: null, undoes: null }, 'doing', rows);
  const isSuspended = bal.state === 'suspended';
  await desk.operations.enter(id, isSuspended ? 'waiting' : 'running', 'doing');
  const facts = { operationId: id, operation: 'balExport', total: rows.length, state: bal.state };
  await desk.journal.record([{ kind: 'operation.asked', outcome: 'ok', balId, facts }]);
  if (isSuspended)
    await desk.compliance.raise([
      { kind: 'bal.exportAsked', severity: 'info', facts: { balId, operationId: id } },
    ]);
  return done(id);
}

/**
 * Lets whoever asked have the messages of a suspended BAL: who grants it sees none of them. Refuses notFound, forbidden, scopeMissing,
 * operationOver.
 */
// RE_GBM_4450: by whoever could put the BAL back into service (RE_GBM_4440).
export async function grantExport(
  context: TenantContext,
  desk: OperationDesk,
  operationId: string,
): Promise<Outcome<void>> {
  const allowed = await administers(context, desk.roles, 'bal:write');
  if (!allowed.ok) return allowed;
  const operation = await desk.operations.hold(operationId);
  if (operation?.kind !== 'balExport') return refused('notFound');
  if (isOver(operation.state)) return refused('operationOver');
  if (operation.state !== 'waiting') return done(undefined);
  await desk.operations.enter(operationId, 'running', 'doing');
  const balId = await balOf(desk.operations, operation);
  await desk.journal.record([{ kind: 'bal.exportGranted', outcome: 'ok', balId, facts: { operationId } }]);
  return done(undefined);
}

/** An export whose messages may be taken away now. */
export interface OpenExport {
  readonly operation: Operation;
  readonly balId: string;
  /** Suspended, and granted since. */
  readonly isGranted: boolean;
}

/**
 * The export that the person who acts asked for, as far as they may have it now: what they may do with the BAL is judged anew. Refuses
 * notFound, balSuspended (not granted, or suspended again since), operationOver (cancelled, or granted too long ago), and as askExport.
 */
export async function openExport(
  context: TenantContext,
  desk: ExportDesk,
  operationId: string,
): Promise<Outcome<OpenExport>> {
  const operation = await desk.operations.byId(operationId);
  if (operation?.kind !== 'balExport' || !isTheirs(context, operation)) return refused('notFound');
  const balId = await balOf(desk.operations, operation);
  const bal = await desk.administered(balId);
  const allowed = await mayTakeAway(context, desk, bal);
  if (!allowed.ok) return allowed;
  if (operation.state === 'waiting') return refused('balSuspended');
  const since = operation.startedAt ?? operation.createdAt;
  const isPast = context.at.getTime() - since.getTime() > LASTING;
  if (operation.state === 'cancelled' || isPast) return refused('operationOver');
  const isSuspended = bal?.state === 'suspended';
  if (isSuspended && (bal.decision?.at ?? since) > since) return refused('balSuspended');
  return done({ operation, balId, isGranted: isSuspended });
}

/** Notes that a folder was taken away. False when the export was stopped meanwhile: nothing more of it is to leave. */
export async function noteFolderTaken(
  desk: OperationDesk,
  operationId: string,
  folderId: string,
): Promise<boolean> {
  const operation = await desk.operations.hold(operationId);
  if (!operation || operation.state === 'cancelled') return false;
  if (isOver(operation.state)) return true;
  const rows = await desk.operations.rows(operationId, MOST_FOLDERS);
  const taken = rows.filter(({ key, state }) => key === folderId && state === 'waiting');
  if (taken.length > 0) await desk.operations.settle(operationId, taken.map(doneVerdict));
  return true;
}

/** Notes that all was taken away; folders that were deleted meanwhile are left out. */
export async function noteExportTaken(desk: OperationDesk, operationId: string): Promise<void> {
  const operation = await desk.operations.hold(operationId);
  if (!operation || isOver(operation.state)) return;
  await desk.operations.enter(operationId, 'succeeded', 'doing');
  const { total, done: taken } = operation.counts;
  const facts = { operationId, state: 'succeeded', total, done: taken, unchanged: 0, failed: 0 };
  await desk.journal.record([{ kind: 'operation.ended', outcome: 'ok', facts }]);
}

/** Whoever acts is who asked for it. */
export function isTheirs(
  { actor }: Pick<TenantContext, 'actor'>,
  { author }: Pick<Operation, 'author'>,
): boolean {
  return actor.kind === 'person' && author.kind === 'person' && actor.idNat === author.idNat;
}

/** A BAL holds a thousand folders at most, and its special ones. */
const MOST_FOLDERS = 2_000;

async function mayTakeAway(
  { actor, at }: TenantContext,
  desk: Pick<ExportDesk, 'bals'>,
  bal: AdministeredBal | null,
): Promise<Outcome<void>> {
  if (!bal || actor.kind !== 'person' || !opensMail(actor.proof)) return refused('notFound');
  const state = bal.state === 'suspended' ? 'active' : bal.state;
  const allowed = readBal({ kind: bal.kind, state }, await desk.bals.accessesOf(bal.id, actor.idNat), at);
  if (!allowed.ok) return allowed;
  return allowed.value.role === 'delegate' ? refused('forbidden') : done(undefined);
}

async function balOf(operations: OperationStore, { id }: Operation): Promise<string> {
  const [row] = await operations.rows(id, 1);
  if (!row?.balId) throw new Error('an export without a BAL');
  return row.balId;
}

function rowOf({ id }: Pick<Folder, 'id'>, index: number, balId: string): NewRow {
  return { number: index + 1, key: id, cells: {}, refusal: null, balId };
}

function doneVerdict({
  number,
  balId,
}: {
  readonly number: number;
  readonly balId: string | null;
}): RowVerdict {
  return { number, state: 'done', refusal: null, balId, accessId: null };
}
