import { administers } from '../administration/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { StatisticsDeposit } from './deposit.js';
import { redeposited } from './deposit-step.js';
import type { DepositDesk } from './ports.js';

/**
 * Has the files of a month written anew and deposited, once what the ANS found is corrected. Refuses forbidden, scopeMissing, notFound,
 * statisticsNotRefused.
 */
// EX_SSU_5820
export async function redepositStatistics(
  context: TenantContext,
  desk: DepositDesk,
  id: string | null,
): Promise<Outcome<StatisticsDeposit>> {
  const allowed = await administers(context, desk.roles, 'statistics:write');
  if (!allowed.ok) return allowed;
  const deposit = id === null ? null : await desk.own(id);
  if (!deposit) return refused('notFound');
  const change = redeposited(deposit, context.at);
  if (!change || !(await desk.change(deposit, change))) return refused('statisticsNotRefused');
  const { month, domain } = deposit;
  await desk.journal.record([
    { kind: 'statistics.redepositAsked', outcome: 'ok', facts: { statisticsId: deposit.id, month, domain } },
  ]);
  return done({ ...deposit, ...change, version: deposit.version + 1 });
}
