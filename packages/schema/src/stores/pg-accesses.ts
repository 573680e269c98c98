import type { AccessRegister, Actor, Bal, BalAccess, IdNat, KeptAccess, MssAddress } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { ACCESS_COLUMNS, type AccessRow, accessOf } from './bal-rows.js';

export interface KeptRow extends AccessRow {
  id: string;
  person_id: string;
  version: number;
  reason: string;
  granted_by: Actor | null;
  created_at: Date;
}

export const KEPT_COLUMNS = `a.id, a.person_id, ${ACCESS_COLUMNS}, a.version, a.reason, a.granted_by, a.created_at`;
const OWNED = 'bal_access a join person p on p.tenant_id = a.tenant_id and p.id = a.person_id';

/** The accesses of people to the BAL of one tenant. Past ones stay: they tell who could read when. */
// EX_GBM_4230: every user who has or had an access to a BAL is known at any time.
export class PgAccesses implements AccessRegister {
  constructor(private readonly sql: TenantSql) {}

  async hold(balId: string): Promise<void> {
    // Not the row of the BAL: letters lock that one after the folder, and a notice to its holders would wait for them the other way round.
    await this.sql.query("select pg_advisory_xact_lock(hashtextextended('bal_access ' || $1, 0))", [balId]);
  }

  async add(
    id: string,
    personId: string,
    access: Omit<BalAccess, 'idNat'> & { readonly reason?: string },
  ): Promise<void> {
    const { balId, role, mayRead, maySend, startsAt, endsAt, reason } = access;
    const { tenantId, at, actor } = this.sql.context;
    await this.sql.query(
      `insert into bal_access
         (tenant_id, id, bal_id, person_id, role, may_read, may_send, starts_at, ends_at, reason, granted_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[tenantId, id, balId, personId, role, mayRead, maySend, startsAt, endsAt],
        ...[reason ?? '', JSON.stringify(actor), at],
      ],
    );
    await this.sql.notify('bal', balId);
  }

  async byId(accessId: string): Promise<KeptAccess | null> {
    const [row] = await this.#read('a.id = $2', accessId);
    return row ?? null;
  }

  async of(balId: string): Promise<readonly KeptAccess[]> {
    return this.#read('a.bal_id = $2', balId);
  }

  async ofPerson(personId: string): Promise<readonly KeptAccess[]> {
    return this.#read('a.person_id = $2', personId);
  }

  async change(
    accessId: string,
    version: number,
    access: Pick<KeptAccess, 'balId' | 'mayRead' | 'maySend' | 'startsAt' | 'endsAt' | 'reason'>,
  ): Promise<boolean> {
    const { balId, mayRead, maySend, startsAt, endsAt, reason } = access;
    const changed = await this.sql.query(
      `update bal_access
          set may_read = $4, may_send = $5, starts_at = $6, ends_at = $7, reason = $8, version = version + 1
        where tenant_id = $1 and id = $2 and version = $3 returning id`,
      [this.sql.context.tenantId, accessId, version, mayRead, maySend, startsAt, endsAt, reason],
    );
    if (changed.length > 0) await this.sql.notify('bal', balId);
    return changed.length > 0;
  }

  async personalBalsOf(idNats: readonly IdNat[]): Promise<readonly Pick<Bal, 'id' | 'address'>[]> {
    if (idNats.length === 0) return [];
    return this.sql.query<{ id: string; address: MssAddress }>(
      `select distinct b.id, b.address
         from ${OWNED} join bal b on b.tenant_id = a.tenant_id and b.id = a.bal_id
        where a.tenant_id = $1 and p.id_nat = any($2) and b.kind = 'personal' and a.role = 'responsible'
          and a.starts_at <= $3 and (a.ends_at is null or $3 < a.ends_at)
        order by b.id`,
      [this.sql.context.tenantId, idNats, this.sql.context.at],
    );
  }

  async #read(condition: string, value: string): Promise<KeptAccess[]> {
    const rows = await this.sql.query<KeptRow>(
      `select ${KEPT_COLUMNS} from ${OWNED} where a.tenant_id = $1 and ${condition} order by a.starts_at, a.id`,
      [this.sql.context.tenantId, value],
    );
    return rows.map(keptAccessOf);
  }
}

export function keptAccessOf(row: KeptRow): KeptAccess {
  return {
    ...accessOf(row),
    id: row.id,
    personId: row.person_id,
    version: row.version,
    reason: row.reason,
    grantedBy: row.granted_by,
    grantedAt: row.created_at,
  };
}
