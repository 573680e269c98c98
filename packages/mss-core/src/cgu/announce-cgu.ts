import type { Bal } from '../access/index.js';
import type { HolderNotices } from '../administration/index.js';
import { domainOf } from '../identifiers/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import type { CguVersion } from './cgu-version.js';
import { composeTermsNotice } from './compose-terms-notice.js';

type ToldBal = Pick<Bal, 'id' | 'address'>;

/** The BAL of one tenant, as far as they are told of new terms. */
export interface CguAnnouncements {
  /** Open BAL of people that somebody reads who has not accepted that version, and that were not told of it; by id, after that one. */
  untold(version: CguVersion, after: string | null, most: number): Promise<readonly ToldBal[]>;
}

export interface CguAnnouncingPorts {
  inTenant<T>(
    context: TenantContext,
    work: (stores: {
      readonly announcements: CguAnnouncements;
      readonly notices: HolderNotices;
      readonly journal: Journal;
    }) => Promise<T>,
  ): Promise<T>;
  readonly newId: NewId;
  /** The page where the terms are accepted; null where nobody told it. */
  readonly page: string | null;
  /** One BAL that fails keeps no other waiting. */
  failed(context: TenantContext, balId: string, fault: unknown): void;
}

const A_FEW = 200;

/**
 * Tells those who open the BAL of one tenant of terms to come, by one letter in each inbox: whoever uses a mail program alone sees no word of
 * the portal. Each BAL in a transaction of its own with its trace: killed anywhere, it goes on when begun again, and tells nothing twice.
 */
// EX_DCU_5030: nobody finds a BAL shut who was not told before.
export async function announceCgu(
  ports: CguAnnouncingPorts,
  context: TenantContext,
  version: CguVersion,
): Promise<number> {
  let told = 0;
  for (let page = await untold(ports, context, version, null); page.length > 0; ) {
    for (const bal of page) told += (await tell(ports, context, version, bal)) ? 1 : 0;
    page = await untold(ports, context, version, page.at(-1)?.id ?? null);
  }
  return told;
}

function untold(
  ports: CguAnnouncingPorts,
  context: TenantContext,
  version: CguVersion,
  after: string | null,
): Promise<readonly ToldBal[]> {
  return ports.inTenant(context, ({ announcements }) => announcements.untold(version, after, A_FEW));
}

async function tell(
  ports: CguAnnouncingPorts,
  context: TenantContext,
  version: CguVersion,
  { id: balId, address }: ToldBal,
): Promise<boolean> {
  const domain = domainOf(address);
  const stamp = { hostname: domain, at: context.at, id: ports.newId() };
  const letter = composeTermsNotice({ version, to: address, domain, page: ports.page }, stamp);
  const facts = { versionId: version.id, version: version.name, inForceAt: version.inForceAt.toISOString() };
  try {
    await ports.inTenant(context, async ({ notices, journal }) => {
      await notices.file(balId, address, letter);
      await journal.record([{ kind: 'cgu.announced', outcome: 'ok', balId, facts }]);
    });
    return true;
  } catch (fault) {
    ports.failed(context, balId, fault);
    return false;
  }
}
