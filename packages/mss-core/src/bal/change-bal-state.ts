import { administers } from '../administration/may-administer.js';
import { domainOf } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { Actor, NewId, TenantContext } from '../tenancy/index.js';
import type { ComplianceEventKind, TraceEventKind } from '../traceability/index.js';
import { type BalAct, type DeletionMotive, type SuspensionMotive, stateAfter } from './bal-life.js';
import { composeLifeNotice } from './compose-life-notice.js';
import type { AdministeredBal, BalDecision, BalDesk, BalPolicy } from './ports.js';

/** One act on the state of a BAL. A suspension and a deletion say why. */
export type StateRequest = { readonly balId: string /** That was read. */; readonly version: number } & (
  | { readonly act: 'activate' | 'reactivate'; readonly motive: null; readonly note: string | null }
  | { readonly act: 'suspend'; readonly motive: SuspensionMotive; readonly note: string | null }
  | { readonly act: 'delete'; readonly motive: DeletionMotive; readonly note: string | null }
);

const LONGEST_NOTE = 500;

/**
 * Activates, suspends, reactivates or deletes a BAL; sessions that a closed one had end at once, and the heads of the structure are told by
 * a letter. Refuses notFound, forbidden, scopeMissing, balNotInState, changedMeanwhile, inputInvalid (note).
 */
// RE_GBM_4420, RE_GBM_4440
export async function changeBalState(
  context: TenantContext,
  desk: BalDesk,
  newId: NewId,
  policy: BalPolicy,
  request: StateRequest,
): Promise<Outcome<void>> {
  const allowed = await administers(context, desk.roles, 'bal:write');
  if (!allowed.ok) return allowed;
  const bal = await desk.estate.hold(request.balId);
  if (!bal) return refused('notFound');
  if (bal.version !== request.version) return refused('changedMeanwhile');
  const state = stateAfter(bal.state, request.act);
  if (state === null) return refused('balNotInState');
  const note = request.note?.trim() || null;
  if (note !== null && note.length > LONGEST_NOTE) return refused('inputInvalid', { field: 'note' });
  const decision = { motive: request.motive, note, by: nameOf(context.actor), at: context.at };
  const { address } = bal;
  await desk.journal.record([
    {
      kind: TRACES[request.act],
      outcome: 'ok',
      balId: bal.id,
      facts: { address, motive: decision.motive, note },
    },
  ]);
  await inOrder(bal, await letters(desk, newId, bal, request.act, decision), () =>
    state === 'deleted'
      ? desk.estate.remove(
          bal.id,
          bal.version,
          decision,
          new Date(context.at.getTime() + policy.addressRestMs),
        )
      : desk.estate.enter(bal.id, bal.version, state, decision),
  );
  return done(undefined);
}

const TRACES: Readonly<Record<BalAct, TraceEventKind>> = {
  activate: 'bal.activated',
  suspend: 'bal.suspended',
  reactivate: 'bal.reactivated',
  delete: 'bal.deleted',
};

const EVENTS: Readonly<Partial<Record<BalAct, ComplianceEventKind>>> = {
  suspend: 'bal.suspended',
  delete: 'bal.deleted',
};

interface HeadLetter {
  readonly balId: string;
  file(): Promise<void>;
}

// RE_GBM_4430: the head of the structure is told of a suspension and why; managers without a BAL read it among the events of compliance.
async function letters(
  desk: BalDesk,
  newId: NewId,
  bal: AdministeredBal,
  act: BalAct,
  decision: BalDecision,
): Promise<readonly HeadLetter[]> {
  const event = EVENTS[act];
  if (!event) return [];
  const { id: balId } = bal;
  await desk.compliance.raise([{ kind: event, severity: 'info', facts: { balId, motive: decision.motive } }]);
  const heads = await desk.estate.inboxesOfHeads(balId);
  return heads.map(({ id, address }) => {
    const domain = domainOf(address);
    const stamp = { hostname: domain, at: decision.at, id: newId() };
    const letter = composeLifeNotice({ act: event, bal, decision, to: address, domain }, stamp);
    return { balId: id, file: () => desk.notices.file(id, address, letter) };
  });
}

/** BAL in ascending order, as letters lock them: a letter to several of them waits, and never for us while we wait for it. */
async function inOrder(
  bal: AdministeredBal,
  letters: readonly HeadLetter[],
  change: () => Promise<boolean>,
): Promise<void> {
  const before = letters.filter(({ balId }) => balId < bal.id);
  const after = letters.filter(({ balId }) => balId > bal.id);
  for (const { file } of before) await file();
  if (!(await change())) throw new Error('a BAL that was held changed all the same');
  for (const { file } of after) await file();
}

/** As people read it beside the decision. */
function nameOf(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
    case 'partner':
    case 'system':
      return actor.name;
    case 'structure':
    case 'peer':
      return actor.dn;
  }
}
