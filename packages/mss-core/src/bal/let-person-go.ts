import { type Leaving, type Left, leavePerson } from '../administration/leave-person.js';
import type { AdministrationDesk } from '../administration/ports.js';
import type { Outcome } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { changeBalState } from './change-bal-state.js';
import type { BalDesk, BalPolicy } from './ports.js';

/**
 * A person leaves the tenant, and their personal BAL, for which nobody answers any more, are suspended until it is decided what becomes of
 * them. Refuses as leavePerson.
 */
// EX_GBM_4200: a personal BAL is used under the responsibility of its holder, or not at all. RE_GBM_4430: the heads are told why.
export async function letPersonGo(
  context: TenantContext,
  desk: AdministrationDesk & BalDesk,
  newId: NewId,
  policy: BalPolicy,
  leaving: Leaving,
): Promise<Outcome<Left>> {
  const left = await leavePerson(context, desk, leaving);
  if (left.ok) await suspendUnanswered(context, desk, newId, policy, leaving.reason, left.value);
  return left;
}

/** Suspends the personal BAL that nobody answers for any more. */
export async function suspendUnanswered(
  context: TenantContext,
  desk: BalDesk,
  newId: NewId,
  policy: BalPolicy,
  reason: string,
  { unanswered }: Left,
): Promise<void> {
  // What follows from the leaving asks no right of its own.
  const following = { ...context, scopes: new Set([...(context.scopes ?? []), 'bal:write']) };
  for (const { id, kind } of unanswered) {
    const bal = kind === 'personal' ? await desk.estate.hold(id) : null;
    if (bal?.state !== 'active') continue;
    const why = { act: 'suspend', motive: 'responsibleGone', note: reason.slice(0, 500) } as const;
    await changeBalState(following, desk, newId, policy, { balId: id, version: bal.version, ...why });
  }
}
