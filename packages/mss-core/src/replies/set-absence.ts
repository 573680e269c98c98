import { type BalStore, openHeldBal, opensMail } from '../access/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import type { Absence, AbsenceStore } from './ports.js';

export interface AbsenceDesk {
  readonly bals: Pick<BalStore, 'byId' | 'accessesOf'>;
  readonly absences: AbsenceStore;
  readonly journal: Journal;
}

export interface AbsenceRequest extends Omit<Absence, 'version'> {
  readonly balId: string;
  /** That was read; 0 when there was none. */
  readonly version: number;
}

const LONGEST = { title: 120, text: 2_000 };

/**
 * Sets what a BAL answers while its holders are away. By who answers for it: a delegate, a manager or a key never. Refuses notFound,
 * forbidden, balNotOpen, balSuspended, cguNotAccepted, changedMeanwhile, inputInvalid (title, text, endsAt).
 */
// EX_GBM_5411: a delegate reads and sends, and decides nothing. What people write stays in the trust space: nothing is forwarded.
export async function setAbsence(
  context: TenantContext,
  desk: AbsenceDesk,
  request: AbsenceRequest,
): Promise<Outcome<void>> {
  const held = await heldBy(context, desk, request.balId);
  if (!held.ok) return held;
  const field = wrongField(request, context.at);
  if (field) return refused('inputInvalid', { field });
  const { balId, version, startsAt, endsAt } = request;
  const absence = { title: request.title.trim(), text: request.text.trim(), startsAt, endsAt };
  if (!(await desk.absences.put(balId, version, absence))) return refused('changedMeanwhile');
  const facts = { from: startsAt.toISOString(), until: endsAt?.toISOString() ?? null };
  await desk.journal.record([{ kind: 'absence.set', outcome: 'ok', balId, facts }]);
  return done(undefined);
}

/** Ends it now. Refuses notFound, forbidden, balNotOpen, balSuspended, cguNotAccepted. */
export async function endAbsence(
  context: TenantContext,
  desk: AbsenceDesk,
  balId: string,
): Promise<Outcome<void>> {
  const held = await heldBy(context, desk, balId);
  if (!held.ok) return held;
  if (await desk.absences.end(balId))
    await desk.journal.record([{ kind: 'absence.ended', outcome: 'ok', balId }]);
  return done(undefined);
}

/** May whoever acts see and set the absence of that BAL? */
export async function heldBy(
  context: TenantContext,
  { bals }: Pick<AbsenceDesk, 'bals'>,
  balId: string,
): Promise<Outcome<void>> {
  const { actor } = context;
  if (actor.kind !== 'person' || !opensMail(actor.proof)) return refused('notFound');
  const opened = openHeldBal(context, await bals.byId(balId), await bals.accessesOf(balId, actor.idNat));
  if (!opened.ok) return opened;
  return opened.value.rights.role === 'delegate' ? refused('forbidden') : done(undefined);
}

function wrongField({ title, text, startsAt, endsAt }: AbsenceRequest, at: Date): string | null {
  if (title.length > LONGEST.title) return 'title';
  if (text.trim() === '' || text.length > LONGEST.text) return 'text';
  return endsAt !== null && (endsAt <= startsAt || endsAt <= at) ? 'endsAt' : null;
}
