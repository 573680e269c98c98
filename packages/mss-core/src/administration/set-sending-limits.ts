import type { SendingLimits } from '../messaging/sending-pace.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { mayAdminister } from './may-administer.js';
import type { AdministrationDesk } from './ports.js';

const HIGHEST = 100_000;

/**
 * Chooses to how many recipients each BAL, and the tenant as a whole, may write within an hour. Refuses forbidden, inputInvalid
 * (perBal; perTenant, which is not below perBal).
 */
export async function setSendingLimits(
  context: TenantContext,
  desk: AdministrationDesk,
  limits: SendingLimits,
): Promise<Outcome<void>> {
  if (!(await mayAdminister(context.actor, desk.roles))) return refused('forbidden');
  const { perBal, perTenant } = limits;
  if (!isLimit(perBal)) return refused('inputInvalid', { field: 'perBal' });
  if (!isLimit(perTenant) || perTenant < perBal) return refused('inputInvalid', { field: 'perTenant' });
  await desk.sending.choose(limits);
  await desk.journal.record([{ kind: 'sendingLimits.changed', outcome: 'ok', facts: { perBal, perTenant } }]);
  return done(undefined);
}

function isLimit(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && value <= HIGHEST;
}
