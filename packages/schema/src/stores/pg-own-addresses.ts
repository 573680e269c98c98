import {
  type ActContext,
  declareBal,
  type MssAddress,
  type OwnAddresses,
  type TenantId,
} from '@cachet/mss-core';
import type { Database } from '../database.js';
import { PgOwnBals } from './pg-own-bals.js';

interface AddressRow {
  readonly address: MssAddress;
  readonly tenant_id: TenantId | null;
  readonly bal_id: string | null;
}

/**
 * Which addresses of this installation’s domains are published now: looked at through the wall of each structure, as it is at this moment,
 * since a copy tells how it was. Nothing but yes or no leaves it.
 */
// EX_PBA_5050, EX_PBA_5140
export class PgOwnAddresses implements OwnAddresses {
  constructor(
    private readonly database: Database,
    private readonly act: ActContext,
  ) {}

  async published(addresses: readonly MssAddress[]): Promise<ReadonlyMap<MssAddress, boolean>> {
    if (addresses.length === 0) return new Map();
    const rows = await this.database.alone<AddressRow>({
      text: `select distinct a.address, r.tenant_id, r.bal_id
               from unnest($1::text[]) as a (address)
               join route_domain d on d.domain = split_part(a.address, '@', 2)
               left join route_address r on r.address = a.address and r.state = 'active'`,
      values: [[...addresses]],
    });
    const published = new Map(rows.map(({ address }) => [address, false]));
    const byTenant = Map.groupBy(
      rows.filter(({ tenant_id: tenant }) => tenant !== null),
      ({ tenant_id: tenant }) => tenant as TenantId,
    );
    await Promise.all(
      [...byTenant].map(async ([tenantId, of]) => {
        const own = new PgOwnBals(this.database.reading({ ...this.act, tenantId }));
        for (const bal of await own.among(of.flatMap(({ bal_id: id }) => id ?? []))) {
          const declared = declareBal(bal);
          published.set(bal.address, declared.kind === 'declared' && declared.declaration.listeRouge !== 'O');
        }
      }),
    );
    return published;
  }
}
