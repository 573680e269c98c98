import { rightsAt } from '../access/index.js';
import { administers } from '../administration/may-administer.js';
import { localPartOf } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { judgeDescription } from './judge-address.js';
import { judgeFiness } from './judge-finess.js';
import { LONGEST_DESCRIPTION, questionOf, wordsOf } from './open-new-bal.js';
import type { AdministeredBal, BalChange, BalDesk } from './ports.js';

/** What is asked to change; left out, it stays. */
export interface BalChangeRequest {
  readonly balId: string;
  /** That was read. */
  readonly version: number;
  readonly description?: string;
  readonly quotaBytes?: number;
  /** As typed; null to attach it to no place. */
  readonly finess?: string | null;
  readonly isShared?: boolean;
}

/**
 * Changes a BAL: managers and keys with `bal:write` all of it, who answers for it its description. Refuses notFound, forbidden,
 * scopeMissing, balNotInState (deleted), changedMeanwhile, inputInvalid (description, quotaBytes), quotaBelowUse, descriptionNominative,
 * and what judgeFiness refuses.
 */
// EX_GBM_5410: who answers for a BAL changes its description; a delegate changes nothing.
export async function changeBal(
  context: TenantContext,
  desk: BalDesk,
  request: BalChangeRequest,
): Promise<Outcome<void>> {
  const bal = await desk.estate.hold(request.balId);
  const allowed = await mayChange(context, desk, bal, request);
  if (!allowed.ok) return allowed;
  if (!bal) return refused('notFound');
  if (bal.state === 'deleted') return refused('balNotInState');
  if (bal.version !== request.version) return refused('changedMeanwhile');
  const change = await judge(desk, bal, request);
  if (!change.ok) return change;
  if (!(await desk.estate.change(bal.id, bal.version, change.value))) return refused('changedMeanwhile');
  const facts = changedFacts(bal, change.value);
  await desk.journal.record([{ kind: 'bal.changed', outcome: 'ok', balId: bal.id, facts }]);
  return done(undefined);
}

async function mayChange(
  context: TenantContext,
  desk: BalDesk,
  bal: AdministeredBal | null,
  request: BalChangeRequest,
): Promise<Outcome<void>> {
  const administering = await administers(context, desk.roles, 'bal:write');
  const { actor, at } = context;
  if (administering.ok || actor.kind !== 'person') return administering;
  const held = bal && rightsAt(await desk.bals.accessesOf(bal.id, actor.idNat), at);
  if (!held && (await desk.roles.rolesOf(actor.idNat)).length === 0) return refused('notFound');
  const { quotaBytes, finess, isShared } = request;
  const isDescriptionAlone = quotaBytes === undefined && finess === undefined && isShared === undefined;
  const answers = held !== null && held.role !== 'delegate' && actor.proof === 'psc';
  return answers && isDescriptionAlone ? done(undefined) : administering;
}

async function judge(
  desk: BalDesk,
  bal: AdministeredBal,
  request: BalChangeRequest,
): Promise<Outcome<BalChange>> {
  const description = request.description?.trim() ?? bal.description;
  const quotaBytes = request.quotaBytes ?? bal.quotaBytes;
  if (description.length > LONGEST_DESCRIPTION) return refused('inputInvalid', { field: 'description' });
  if (!Number.isSafeInteger(quotaBytes) || quotaBytes <= 0)
    return refused('inputInvalid', { field: 'quotaBytes' });
  // A smaller BAL than what it holds would turn every letter away.
  if (quotaBytes < bal.quotaBytes && quotaBytes < bal.usedBytes) return refused('quotaBelowUse');
  const people = await desk.estate.peopleNamed(wordsOf(description));
  const described = judgeDescription({ kind: bal.kind, description }, people);
  if (!described.ok) return described;
  const isShared = request.isShared ?? bal.isShared;
  if (request.finess === undefined && request.isShared === undefined)
    return done({ description, quotaBytes, finess: bal.finess, isShared });
  const asked = request.finess === undefined ? bal.finess : request.finess;
  const question = questionOf({ kind: bal.kind, finess: asked, isShared }, await desk.estate.structure());
  const finess = judgeFiness(question);
  return finess.ok ? done({ description, quotaBytes, finess: finess.value, isShared }) : finess;
}

/** What changed, into what. */
function changedFacts(
  bal: AdministeredBal,
  change: BalChange,
): Record<string, string | number | boolean | null> {
  return {
    bal: localPartOf(bal.address),
    ...(change.description !== bal.description && { description: change.description }),
    ...(change.quotaBytes !== bal.quotaBytes && {
      quotaBefore: bal.quotaBytes,
      quotaBytes: change.quotaBytes,
    }),
    ...(change.finess !== bal.finess && { finessBefore: bal.finess, finess: change.finess }),
    ...(change.isShared !== bal.isShared && { isShared: change.isShared }),
  };
}
