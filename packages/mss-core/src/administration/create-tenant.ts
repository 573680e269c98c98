import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { AdministrationDesk, NewTenant } from './ports.js';

// Nine characters: the department (2A and 2B for Corsica), then digits.
const FINESS = /^(?:\d{2}|2[AB])\d{7}$/;

/**
 * Creates the tenant of the context, by the installation itself. Refuses forbidden, inputInvalid (name, finess, or kind when
 * it exists already).
 */
export async function createTenant(
  context: TenantContext,
  desk: AdministrationDesk,
  tenant: NewTenant,
): Promise<Outcome<void>> {
  if (context.actor.kind !== 'system') return refused('forbidden');
  if (tenant.name.trim() === '') return refused('inputInvalid', { field: 'name' });
  if (!finessFits(tenant)) return refused('inputInvalid', { field: 'finess' });
  if (!(await desk.tenants.add(tenant))) return refused('inputInvalid', { field: 'kind' });
  const { kind, finess } = tenant;
  await desk.journal.record([{ kind: 'tenant.created', outcome: 'ok', facts: { kind, finess } }]);
  return done(undefined);
}

// EX_GBM_3020, EX_GBM_3030: whether a structure has a FINESS decides how its BAL are declared; only one kind has it.
function finessFits({ kind, finess }: NewTenant): boolean {
  return kind === 'structure' ? finess !== null && FINESS.test(finess) : finess === null;
}
