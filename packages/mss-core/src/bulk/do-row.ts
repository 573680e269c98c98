import type { Bal } from '../access/index.js';
import {
  administers,
  grantAccess,
  type KeptAccess,
  type Person,
  registerPerson,
} from '../administration/index.js';
import { type BalPolicy, openNewBal } from '../bal/index.js';
import { type IdNat, parseFiness } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { type AccessItem, readAccessRow } from './access-row.js';
import { type BalItem, readBalRow } from './bal-row.js';
import { ACCESS_COLUMNS, type AccessCells, BAL_COLUMNS, type BalCells, type Column } from './columns.js';
import { OPERATION_SCOPES, type Operation } from './operation.js';
import type { BulkDesk, OperationRow } from './ports.js';
import { invalid, missing } from './read-cell.js';
import { undoAccessRow, undoBalRow } from './undo-row.js';

/** What a row did: opened something, or found it there as it asks. */
export interface RowDone {
  readonly state: 'done' | 'unchanged';
  readonly balId: string | null;
  readonly accessId: string | null;
}

/** What the operator decided, and names for what is opened. */
export interface RowTools {
  readonly newId: NewId;
  readonly policy: BalPolicy;
}

/**
 * Does one row by the same use cases that do it alone: what they refuse, the row is refused. Half of it may then be written: whoever calls
 * undoes that.
 */
export async function doRow(
  context: TenantContext,
  desk: BulkDesk,
  { newId, policy }: RowTools,
  operation: Pick<Operation, 'kind' | 'undoes'>,
  row: OperationRow,
): Promise<Outcome<RowDone>> {
  const allowed = await administers(context, desk.roles, OPERATION_SCOPES[operation.kind]);
  if (!allowed.ok) return allowed;
  switch (operation.kind) {
    case 'balOpening':
      return openBalRow(context, desk, { newId, policy }, row);
    case 'accessOpening':
      return openAccessRow(context, desk, newId, row);
    case 'balUndoing':
      return undoBalRow(context, desk, operation, row);
    case 'accessUndoing':
      return undoAccessRow(context, desk, row);
    case 'balExport':
      throw new Error('the rows of an export are done by who takes it away');
  }
}

async function openBalRow(
  context: TenantContext,
  desk: BulkDesk,
  { newId, policy }: RowTools,
  row: OperationRow,
): Promise<Outcome<RowDone>> {
  const cells: BalCells = row.cells;
  const item = readBalRow(cells);
  if (!item.ok) return item;
  const { responsible } = item.value;
  const there = await desk.bals.byAddress(item.value.address);
  if (there) return sameBal(context, desk, there, cells, item.value);
  const person = await knownPerson(context, desk, newId, responsible, item.value, BAL_COLUMNS);
  if (!person.ok) return person;
  const opened = await openNewBal(context, desk, newId, policy, item.value);
  return opened.ok ? done({ state: 'done', balId: opened.value, accessId: null }) : opened;
}

/** The same row again changes nothing; what its cells do not tell is not compared. Refuses balDiffers. */
async function sameBal(
  context: TenantContext,
  desk: BulkDesk,
  bal: Bal,
  cells: BalCells,
  item: BalItem,
): Promise<Outcome<RowDone>> {
  const held = await comingAccesses(context, desk, bal.id);
  const isTheirs = held.some(({ role, idNat }) => role === 'responsible' && idNat === item.responsible);
  const same: Partial<Record<keyof BalCells, boolean>> = {
    kind: bal.kind === item.kind,
    isTest: bal.isTest === item.isTest,
    description: bal.description === item.description,
    quotaMegabytes: bal.quotaBytes === item.quotaBytes,
    responsible: isTheirs,
    ...(await samePlace(desk, bal, cells, item)),
  };
  const differing = BAL_COLUMNS.find(({ field }) => cells[field] !== undefined && same[field] === false);
  if (!differing) return done({ state: 'unchanged', balId: bal.id, accessId: null });
  const { header: column, field } = differing;
  return refused('balDiffers', { address: bal.address, column, field });
}

async function openAccessRow(
  context: TenantContext,
  desk: BulkDesk,
  newId: NewId,
  row: OperationRow,
): Promise<Outcome<RowDone>> {
  const cells: AccessCells = row.cells;
  const item = readAccessRow(cells);
  if (!item.ok) return item;
  const { address, person: idNat, role, mayRead, maySend, startsAt, endsAt } = item.value;
  const bal = await desk.bals.byAddress(address);
  if (!bal)
    return invalid(ACCESS_COLUMNS[0], address, {
      fr: 'aucune BAL de la structure n’a cette adresse',
      en: 'no mailbox of the structure has this address',
    });
  const there = (await comingAccesses(context, desk, bal.id)).find((held) => isSame(held, item.value));
  if (there) return done({ state: 'unchanged', balId: bal.id, accessId: there.id });
  const person = await knownPerson(context, desk, newId, idNat, item.value, ACCESS_COLUMNS);
  if (!person.ok) return person;
  const { reason } = item.value;
  const rights = { role, mayRead, maySend, startsAt: startsAt ?? context.at, endsAt, reason };
  const access = { balId: bal.id, idNat, ...rights };
  const granted = await grantAccess(context, desk, newId, access);
  return granted.ok ? done({ state: 'done', balId: bal.id, accessId: granted.value }) : granted;
}

async function samePlace(
  desk: BulkDesk,
  { id }: Bal,
  cells: BalCells,
  { finess, isShared }: BalItem,
): Promise<Partial<Record<keyof BalCells, boolean>>> {
  if (cells.finess === undefined && cells.isShared === undefined) return {};
  const bal = await desk.estate.hold(id);
  return { finess: bal?.finess === parseFiness(finess ?? ''), isShared: bal?.isShared === isShared };
}

/** Those that are in force, or will be. */
async function comingAccesses(
  { at }: TenantContext,
  desk: BulkDesk,
  balId: string,
): Promise<readonly KeptAccess[]> {
  return (await desk.accesses.of(balId)).filter(({ endsAt }) => endsAt === null || endsAt > at);
}

function isSame(
  held: Pick<AccessItem, 'role' | 'mayRead' | 'maySend' | 'endsAt'> & { readonly idNat: IdNat },
  asked: AccessItem,
): boolean {
  const { role, mayRead, maySend } = held;
  const isRight = role === asked.role && mayRead === asked.mayRead && maySend === asked.maySend;
  return isRight && held.idNat === asked.person && held.endsAt?.getTime() === asked.endsAt?.getTime();
}

/** EX_GBM_4230: whoever is not in the base of end users yet is put there, under the name that the row gives. */
async function knownPerson(
  context: TenantContext,
  desk: BulkDesk,
  newId: NewId,
  idNat: IdNat,
  { familyName, givenName }: Pick<Person, 'familyName' | 'givenName'>,
  columns: readonly Column[],
): Promise<Outcome<Person>> {
  const known = await desk.people.byIdNat(idNat);
  if (known && !known.leftAt) return done(known);
  const column = columns.find(({ field }) => field === 'familyName');
  if (familyName === '' && column) return missing(column);
  return registerPerson(context, desk, newId, { idNat, familyName, givenName });
}
