import { endAccess } from '../administration/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { Actor, TenantContext } from '../tenancy/index.js';
import type { RowDone } from './do-row.js';
import type { Operation } from './operation.js';
import type { BulkDesk, OperationRow } from './ports.js';

/**
 * Takes back the BAL that a row of an earlier operation opened, while nobody used it: no session, no letter, no change. Its traces stay, its
 * address is free again at once, for nobody ever wrote to it. Refuses openedSinceUsed.
 */
// RE_GBM_4440: a BAL opened by mistake is deleted for that motive. RE_GBM_4330 protects letters to a former holder: here there was none.
export async function undoBalRow(
  context: TenantContext,
  desk: BulkDesk,
  { undoes }: Pick<Operation, 'undoes'>,
  { balId }: OperationRow,
): Promise<Outcome<RowDone>> {
  const bal = balId && (await desk.estate.hold(balId));
  if (!bal || !undoes || bal.version !== 1 || bal.state === 'deleted') return refused('openedSinceUsed');
  if (await desk.bulk.isBalTouched(bal.id, undoes)) return refused('openedSinceUsed');
  const facts = { address: bal.address, motive: 'error', operationId: undoes };
  await desk.journal.record([{ kind: 'bal.deleted', outcome: 'ok', balId: bal.id, facts }]);
  const decision = { motive: 'error', note: null, by: nameOf(context.actor), at: context.at } as const;
  const removed = await desk.estate.remove(bal.id, bal.version, decision, context.at);
  return removed ? done({ state: 'done', balId: bal.id, accessId: null }) : refused('openedSinceUsed');
}

/** Ends the access that a row of an earlier operation opened, while nobody changed it. Refuses openedSinceUsed, and what endAccess refuses. */
export async function undoAccessRow(
  context: TenantContext,
  desk: BulkDesk,
  { accessId, balId }: OperationRow,
): Promise<Outcome<RowDone>> {
  const access = accessId === null ? null : await desk.accesses.byId(accessId);
  if (access?.version !== 1) return refused('openedSinceUsed');
  const { id, version, reason } = access;
  const ended = await endAccess(context, desk, { accessId: id, version, reason });
  return ended.ok ? done({ state: 'done', balId, accessId }) : ended;
}

function nameOf(actor: Actor): string {
  return 'name' in actor ? actor.name : actor.dn;
}
