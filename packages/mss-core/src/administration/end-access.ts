import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { managedAccess } from './change-access.js';
import { factsOf } from './grant-access.js';
import type { AdministrationDesk, KeptAccess } from './ports.js';

export interface AccessEnd {
  readonly accessId: string;
  /** Which version of it was read. */
  readonly version: number;
  readonly reason: string;
}

/**
 * Ends an access now, or before it begins; what it holds open closes. Refuses notFound, forbidden, scopeMissing, accessOver, changedMeanwhile,
 * responsibleNeeded (a holder ends no responsible's access: they hand it over).
 */
// EX_GBM_5410, EX_GBM_5413
export async function endAccess(
  context: TenantContext,
  desk: AdministrationDesk,
  { accessId, version, reason }: AccessEnd,
): Promise<Outcome<KeptAccess>> {
  const found = await managedAccess(context, desk, accessId);
  if (!found.ok) return found;
  const { access, as } = found.value;
  if (as === 'holder' && access.role === 'responsible') return refused('responsibleNeeded');
  const ended = { ...access, endsAt: endOf(context.at, access), reason: reason || access.reason };
  if (!(await desk.accesses.change(access.id, version, ended))) return refused('changedMeanwhile');
  const facts = { accessId, ...factsOf(ended) };
  await desk.journal.record([{ kind: 'access.ended', outcome: 'ok', balId: access.balId, facts }]);
  return done({ ...ended, version: version + 1 });
}

/** When an access that is ended now ends: one that has not begun never will. */
export function endOf(at: Date, { startsAt }: Pick<KeptAccess, 'startsAt'>): Date {
  return startsAt > at ? startsAt : at;
}
