import type { Bal, BalAccess } from '../access/index.js';
import { domainOf } from '../identifiers/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { composeAccessNotice } from './compose-access-notice.js';
import { answersFor } from './manages-accesses.js';
import type { AdministrationDesk, Person } from './ports.js';

/** What there is to tell of an access. */
export interface AccessNews {
  readonly bal: Bal;
  readonly person: Pick<Person, 'familyName' | 'givenName'>;
  readonly access: BalAccess & { readonly reason?: string };
  readonly kind: 'opened' | 'widened';
}

/**
 * Tells those who answer for a BAL that an access to it was opened: in its own inbox, and in the personal BAL of those among them who may not
 * read it. An applicative BAL is read by software: its responsible is told in their own.
 */
// CGU, EX_GBM_5410: the opening of any new access comes with the information of all who hold the BAL.
export async function tellHolders(
  context: TenantContext,
  desk: AdministrationDesk,
  newId: NewId,
  news: AccessNews,
): Promise<void> {
  const { bal } = news;
  const answering = (await desk.accesses.of(bal.id)).filter(
    ({ role, startsAt, endsAt }) =>
      answersFor(role) && startsAt <= context.at && (endsAt === null || context.at < endsAt),
  );
  const elsewhere = answering.filter(({ mayRead }) => bal.kind === 'applicative' || !mayRead);
  const theirs = await desk.accesses.personalBalsOf(elsewhere.map(({ idNat }) => idNat));
  const told = bal.kind === 'applicative' ? theirs : [bal, ...theirs.filter(({ id }) => id !== bal.id)];
  for (const { id, address } of told) {
    const domain = domainOf(address);
    const stamp = { hostname: domain, at: context.at, id: newId() };
    await desk.notices.file(
      id,
      address,
      composeAccessNotice({ ...news, to: address, domain, by: context.actor }, stamp),
    );
  }
}
