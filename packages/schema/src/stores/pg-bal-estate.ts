import {
  type AddressState,
  type AdministeredBal,
  AUTOMATIC_REPLY_NAME,
  type BalChange,
  type BalDecision,
  type BalEstate,
  type BalState,
  type DeletionMotive,
  type Finess,
  type IdNat,
  type MssAddress,
  type OpenedWith,
  type Person,
  type QuotaLevel,
  type StructureIdentity,
  type SuspensionMotive,
  type TenantKind,
} from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { addFolders } from './bal-folders.js';
import { BAL_COLUMNS, type BalRow, balOf } from './bal-rows.js';

export interface AdministeredRow extends BalRow {
  version: number;
  created_at: Date;
  finess: Finess | null;
  is_shared: boolean;
  state_motive: SuspensionMotive | DeletionMotive | null;
  state_note: string | null;
  state_by: string | null;
  state_at: Date | null;
  emptied_at: Date | null;
  quota_level: QuotaLevel | 0;
}

export const ADMINISTERED_COLUMNS = `${BAL_COLUMNS}, b.version, b.created_at, b.finess, b.is_shared, b.state_motive, b.state_note,
  b.state_by, b.state_at, b.emptied_at, b.quota_level`;

/** Whose names hold no word but these. */
export const PEOPLE_NAMED = `
  select p.given_name, p.family_name from person p
   where p.tenant_id = $1
     and p.id in (select w.person_id from person_word w where w.tenant_id = $1 and w.word = any($2))
     and array_remove(regexp_split_to_array(p.sort_name, '[^a-z0-9]+'), '') <@ $2`;

interface RouteRow {
  address: MssAddress;
  state: BalState;
  former_holder: IdNat | null;
  free_at: Date | null;
}

/** The BAL of one tenant, as they are opened, changed, closed and deleted. */
export class PgBalEstate implements BalEstate {
  constructor(private readonly sql: TenantSql) {}

  async hold(balId: string): Promise<AdministeredBal | null> {
    // Not the row of the BAL: letters lock that one after the folder, and notices to its heads would wait for them the other way round.
    await this.sql.query("select pg_advisory_xact_lock(hashtextextended('bal_life ' || $1, 0))", [balId]);
    const [row] = await this.sql.query<AdministeredRow>(
      `select ${ADMINISTERED_COLUMNS} from bal b where b.tenant_id = $1 and b.id = $2`,
      [this.sql.context.tenantId, balId],
    );
    return row ? administeredOf(row) : null;
  }

  async addressStates(
    addresses: readonly MssAddress[],
    wantedBy: IdNat | null,
  ): Promise<ReadonlyMap<MssAddress, AddressState>> {
    const rows = await this.sql.query<RouteRow>(
      'select address, state, former_holder, free_at from route_address where address = any($1)',
      [addresses],
    );
    return new Map(rows.map((row) => [row.address, stateOf(row, wantedBy, this.sql.context.at)]));
  }

  async countTestBals(): Promise<number> {
    await this.sql.query("select pg_advisory_xact_lock(hashtextextended('test_bals', 0))");
    const [row] = await this.sql.query<{ count: number }>(
      `select count(*) as count from route_address
        where is_test and state <> 'deleted' and split_part(address, '@', 1) <> $1`,
      [AUTOMATIC_REPLY_NAME],
    );
    return row?.count ?? 0;
  }

  async open(bal: OpenedWith, newFolderId: () => string): Promise<AddressState> {
    const { tenantId, at } = this.sql.context;
    const state = await this.#takeAddress(bal);
    if (state.kind !== 'free') return state;
    await this.sql.query(
      `insert into bal
         (tenant_id, id, address, kind, state, is_test, description, quota_bytes, finess, is_shared, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[tenantId, bal.id, bal.address, bal.kind, bal.state, bal.isTest, bal.description, bal.quotaBytes],
        ...[bal.finess, bal.isShared, at],
      ],
    );
    await addFolders(this.sql, bal.id, newFolderId);
    await this.sql.notify('bal', bal.id);
    return { kind: 'free' };
  }

  // RE_GBM_4330: an address that rested long enough, or is wanted back by who had it, is given anew.
  async #takeAddress({ address, id, state, isTest, responsible }: OpenedWith): Promise<AddressState> {
    const { tenantId, at } = this.sql.context;
    const taken = await this.sql.query(
      `insert into route_address as r (address, tenant_id, bal_id, state, is_test) values ($1, $2, $3, $4, $5)
       on conflict (address) do update
         set tenant_id = excluded.tenant_id, bal_id = excluded.bal_id, state = excluded.state, is_test = excluded.is_test,
             former_holder = null, free_at = null
         where r.state = 'deleted' and (r.free_at <= $6 or r.former_holder = $7)
       returning bal_id`,
      [address, tenantId, id, state, isTest, at, responsible],
    );
    if (taken.length > 0) return { kind: 'free' };
    return (await this.addressStates([address], responsible)).get(address) ?? { kind: 'taken' };
  }

  async change(balId: string, version: number, change: BalChange): Promise<boolean> {
    const { description, quotaBytes, finess, isShared } = change;
    const changed = await this.sql.query(
      `update bal set description = $4, quota_bytes = $5, finess = $6, is_shared = $7, version = version + 1
        where tenant_id = $1 and id = $2 and version = $3 returning id`,
      [this.sql.context.tenantId, balId, version, description, quotaBytes, finess, isShared],
    );
    await this.sql.notify('bal', balId);
    return changed.length > 0;
  }

  async enter(
    balId: string,
    version: number,
    state: Exclude<BalState, 'deleted'>,
    decision: BalDecision,
  ): Promise<boolean> {
    const entered = await this.#enter(balId, version, state, decision);
    await this.sql.query('update route_address set state = $3 where tenant_id = $1 and bal_id = $2', [
      this.sql.context.tenantId,
      balId,
      state,
    ]);
    return entered;
  }

  async remove(balId: string, version: number, decision: BalDecision, freeAt: Date): Promise<boolean> {
    const removed = await this.#enter(balId, version, 'deleted', decision);
    await retireBal(this.sql, balId, freeAt);
    return removed;
  }

  async #enter(balId: string, version: number, state: BalState, decision: BalDecision): Promise<boolean> {
    const { tenantId } = this.sql.context;
    await this.sql.query(
      "select from mail_folder where tenant_id = $1 and bal_id = $2 and special_use = 'inbox' for no key update",
      [tenantId, balId],
    );
    const { motive, note, by, at } = decision;
    const entered = await this.sql.query(
      `update bal set state = $4, state_motive = $5, state_note = $6, state_by = $7, state_at = $8, version = version + 1
        where tenant_id = $1 and id = $2 and version = $3 returning id`,
      [tenantId, balId, version, state, motive, note, by, at],
    );
    await this.sql.notify('bal', balId);
    return entered.length > 0;
  }

  /** Looks at those alone who are found by one of the words, whatever the number of people. */
  async peopleNamed(words: readonly string[]): Promise<readonly Pick<Person, 'givenName' | 'familyName'>[]> {
    if (words.length === 0) return [];
    const rows = await this.sql.query<{ given_name: string; family_name: string }>(PEOPLE_NAMED, [
      this.sql.context.tenantId,
      words,
    ]);
    return rows.map(({ given_name, family_name }) => ({ givenName: given_name, familyName: family_name }));
  }

  async structure(): Promise<StructureIdentity> {
    const rows = await this.sql.query<{ kind: TenantKind; finess: string | null; place: string | null }>(
      `select t.kind, t.finess, p.finess as place
         from tenant t left join tenant_place p on p.tenant_id = t.tenant_id
        where t.tenant_id = $1 order by p.finess`,
      [this.sql.context.tenantId],
    );
    const [first] = rows;
    if (!first) throw new Error('the tenant of the visit does not exist');
    return { kind: first.kind, finess: first.finess, places: rows.flatMap(({ place }) => place ?? []) };
  }

  async inboxesOfHeads(
    balId: string | null,
  ): Promise<readonly { readonly id: string; readonly address: MssAddress }[]> {
    return this.sql.query<{ id: string; address: MssAddress }>(
      `select distinct b.id, b.address
         from bal b join bal_access a on a.tenant_id = b.tenant_id and a.bal_id = b.id
        where b.tenant_id = $1 and b.id is distinct from $2::uuid and b.kind = 'personal' and b.state = 'active'
          and a.role = 'responsible' and a.starts_at <= $3 and (a.ends_at is null or $3 < a.ends_at)
          and (exists (select from tenant_role r
                        where r.tenant_id = a.tenant_id and r.person_id = a.person_id and r.role = 'manager')
               or exists (select from bal_access o
                           where o.tenant_id = a.tenant_id and o.bal_id = $2 and o.person_id = a.person_id
                             and o.role = 'responsible' and o.starts_at <= $3 and (o.ends_at is null or $3 < o.ends_at)))
        order by b.id`,
      [this.sql.context.tenantId, balId, this.sql.context.at],
    );
  }
}

/**
 * What goes with the deletion of a BAL: its accesses end, its address rests until then and may go back to who answered for it before, and
 * its content is to be destroyed.
 */
// RE_GBM_4330, EX_GBM_6010. EX_GBM_4230: who could read it, and when, stays known.
export async function retireBal(sql: TenantSql, balId: string, freeAt: Date | 'infinity'): Promise<void> {
  const { tenantId, at } = sql.context;
  await sql.query(
    `update route_address
        set state = 'deleted', free_at = $3,
            former_holder = (select p.id_nat from bal_access a join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
                              where a.tenant_id = $1 and a.bal_id = $2 and a.role = 'responsible' and a.starts_at <= $4
                                and (a.ends_at is null or $4 < a.ends_at)
                              order by a.starts_at desc, a.id desc limit 1)
      where tenant_id = $1 and bal_id = $2`,
    [tenantId, balId, freeAt, at],
  );
  await sql.query(
    `update bal_access set ends_at = greatest($3, starts_at)
      where tenant_id = $1 and bal_id = $2 and (ends_at is null or ends_at > $3)`,
    [tenantId, balId, at],
  );
  await sql.query(
    `update bal set closed_at = $3, state = 'deleted', state_at = coalesce(state_at, $3) where tenant_id = $1 and id = $2`,
    [tenantId, balId, at],
  );
  await sql.query('delete from bal_reply where tenant_id = $1 and bal_id = $2', [tenantId, balId]);
  await sql.query(
    'insert into bal_removal (tenant_id, bal_id, asked_at) values ($1, $2, $3) on conflict do nothing',
    [tenantId, balId, at],
  );
  await sql.notify('bal', balId);
}

function stateOf(
  { state, former_holder, free_at }: RouteRow,
  wantedBy: IdNat | null,
  at: Date,
): AddressState {
  if (state !== 'deleted') return { kind: 'taken' };
  if (wantedBy !== null && former_holder === wantedBy) return { kind: 'free' };
  // An address that is given to nobody has no date: pg reads infinity as a number.
  if (!(free_at instanceof Date)) return { kind: 'taken' };
  return free_at <= at ? { kind: 'free' } : { kind: 'resting', until: free_at };
}

export function administeredOf(row: AdministeredRow): AdministeredBal {
  const { state_motive: motive, state_note: note, state_by: by, state_at: at } = row;
  return {
    ...balOf(row),
    version: row.version,
    createdAt: row.created_at,
    finess: row.finess,
    isShared: row.is_shared,
    decision: at === null ? null : { motive, note, by: by ?? '', at },
    quotaLevel: row.quota_level || null,
    emptiedAt: row.emptied_at,
  };
}
