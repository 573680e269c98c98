import { domainOf } from '../identifiers/index.js';
import { hasTestMention } from '../messaging/test-isolation.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { mayAdminister } from './may-administer.js';
import type { AdministrationDesk, NewBal } from './ports.js';

/**
 * Opens a BAL with its special folders; nobody has access to it yet. Answers its id. Refuses forbidden, domainNotOfTenant,
 * addressTaken, inputInvalid (quotaBytes, or address when a test BAL lacks the mention).
 */
export async function createBal(
  context: TenantContext,
  desk: AdministrationDesk,
  newId: NewId,
  bal: Omit<NewBal, 'id'>,
): Promise<Outcome<string>> {
  if (!(await mayAdminister(context.actor, desk.roles))) return refused('forbidden');
  const { address, kind, isTest, quotaBytes } = bal;
  const domain = domainOf(address);
  if (!(await desk.tenants.hasDomain(domain))) return refused('domainNotOfTenant', { domain });
  if (!Number.isSafeInteger(quotaBytes) || quotaBytes <= 0)
    return refused('inputInvalid', { field: 'quotaBytes' });
  // EX_GBM_4000: the name of a test BAL bears the mention « test ».
  if (isTest && !hasTestMention(address)) return refused('inputInvalid', { field: 'address' });
  const id = newId();
  if (!(await desk.bals.add({ ...bal, id }, newId))) return refused('addressTaken', { address });
  await desk.journal.record([
    { kind: 'bal.created', outcome: 'ok', balId: id, facts: { address, kind, isTest } },
  ]);
  return done(id);
}
