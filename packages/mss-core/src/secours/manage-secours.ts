import { mayAdminister, type RoleStore } from '../administration/index.js';
import type { IdNat } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { Actor, TenantContext } from '../tenancy/index.js';
import type { SecoursDesk } from './enrol-secours.js';
import type { SecoursVault } from './secours-vault.js';

export interface SecoursManagerDesk extends SecoursDesk {
  readonly roles: Pick<RoleStore, 'rolesOf'>;
}

/**
 * Opens or closes the access de secours of a structure; closing ends what was opened by it. Refuses forbidden, and
 * secoursUnavailable where the operator has no key to seal secrets with.
 */
// RE_LPS_0100: off until a manager of the structure switches it on.
export async function turnSecours(
  context: TenantContext,
  { secours, journal, roles }: SecoursManagerDesk,
  vault: SecoursVault | null,
  on: boolean,
): Promise<Outcome<void>> {
  if (!(await managesSecours(context.actor, roles))) return refused('forbidden');
  if (on && !vault) return refused('secoursUnavailable');
  if ((await secours.isOn()) === on) return done(undefined);
  await secours.turn(on);
  await journal.record([{ kind: 'secours.turned', outcome: 'ok', facts: { on } }]);
  return done(undefined);
}

/** Ends the access de secours of a person: their own, by any session of theirs, or anyone's by a manager. Refuses forbidden, notFound. */
export async function revokeSecours(
  context: TenantContext,
  { secours, journal, roles }: SecoursManagerDesk,
  idNat: IdNat,
): Promise<Outcome<void>> {
  const { actor } = context;
  if (isOfProvider(actor)) return refused('forbidden');
  const isTheirs = actor.kind === 'person' && actor.idNat === idNat;
  if (!isTheirs && !(await managesSecours(actor, roles))) return refused('forbidden');
  if (!(await secours.revoke(idNat))) return refused('notFound');
  await journal.record([{ kind: 'secours.revoked', outcome: 'ok', facts: isTheirs ? {} : { idNat } }]);
  return done(undefined);
}

/** May whoever acts decide of the access de secours of the structure? */
export async function managesSecours(actor: Actor, roles: SecoursManagerDesk['roles']): Promise<boolean> {
  return !isOfProvider(actor) && mayAdminister(actor, roles);
}

// What lets people into mail is decided by those whom Pro Santé Connect knows.
function isOfProvider(actor: Actor): boolean {
  return actor.kind === 'person' && actor.proof === 'structure';
}
