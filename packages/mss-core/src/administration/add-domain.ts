import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { AdministrationDesk } from './ports.js';

const DOMAIN =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** Opens a domain to the tenant, by the installation itself. Several tenants may share one. Refuses forbidden, inputInvalid. */
export async function addDomain(
  context: TenantContext,
  desk: AdministrationDesk,
  domain: string,
): Promise<Outcome<void>> {
  if (context.actor.kind !== 'system') return refused('forbidden');
  if (!DOMAIN.test(domain)) return refused('inputInvalid', { field: 'domain' });
  if (await desk.tenants.hasDomain(domain)) return done(undefined);
  await desk.tenants.addDomain(domain);
  await desk.journal.record([{ kind: 'domain.added', outcome: 'ok', facts: { domain } }]);
  return done(undefined);
}
