import { type Bal, rightsAt } from '../access/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { administers } from './may-administer.js';
import type { AdministrationDesk } from './ports.js';

/** A BAL whose accesses somebody manages, and as what: of the structure's administration, or because they answer for the BAL. */
export interface ManagedBal {
  readonly bal: Bal;
  readonly as: 'structure' | 'holder';
}

/**
 * May whoever acts manage the accesses to that BAL? Managers, keys with `access:write`, and those who answer for it. Refuses notFound (no such
 * BAL, or nothing there for that person: the same answer), forbidden (a delegate, an auditor), scopeMissing.
 */
// EX_GBM_5410, EX_GBM_5413: the responsible and the coholders, themselves; a responsible who may not read manages all the same.
export async function managesAccesses(
  context: TenantContext,
  desk: Pick<AdministrationDesk, 'bals' | 'roles'>,
  balId: string,
): Promise<Outcome<ManagedBal>> {
  const bal = await desk.bals.byId(balId);
  const administering = await administers(context, desk.roles, 'access:write');
  if (administering.ok) return bal ? done({ bal, as: 'structure' }) : refused('notFound');
  const { actor, at } = context;
  if (actor.kind !== 'person') return administering;
  const held = bal && rightsAt(await desk.bals.accessesOf(bal.id, actor.idNat), at);
  if (!bal || (!held && (await desk.roles.rolesOf(actor.idNat)).length === 0)) return refused('notFound');
  // RE_LPS_0100: an access de secours is for mail. EX_GBM_5411: applicative BAL have no delegation.
  const answers = actor.proof === 'psc' && held !== null && answersFor(held.role);
  return answers && bal.kind !== 'applicative' ? done({ bal, as: 'holder' }) : refused('forbidden');
}

// EX_GBM_5411: a delegate names nobody.
export function answersFor(role: 'responsible' | 'coholder' | 'delegate'): boolean {
  return role !== 'delegate';
}
