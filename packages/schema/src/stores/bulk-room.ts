import type {
  AddressState,
  BulkDesk,
  BulkRoom,
  HolderNotices,
  IdNat,
  Journal,
  MssAddress,
  OperationRow,
  Outcome,
  StructureIdentity,
  TenantKind,
  TenantRole,
  TraceEvent,
} from '@cachet/mss-core';
import type { ChangeTopic } from '../change.js';
import type { TenantSql } from '../sql.js';
import { balDesk } from './bal-desk.js';
import { administrationDesk } from './pg-administration.js';
import { PgBalEstate } from './pg-bal-estate.js';
import { PgJournal } from './pg-journal.js';
import { PgOperations } from './pg-operations.js';
import { PgRoles } from './pg-roles.js';
import { PgTenantRegister } from './pg-tenant-register.js';

/** What a transaction tells when it ends, gathered so that many rows cost one trip; what is undone tells nothing. */
class Gathered implements Journal {
  #traces: TraceEvent[] = [];
  #changes: (readonly [ChangeTopic, string])[] = [];

  async record(events: readonly TraceEvent[]): Promise<void> {
    this.#traces.push(...events);
  }

  notify(topic: ChangeTopic, id: string): void {
    this.#changes.push([topic, id]);
  }

  /** Forgets what is gathered from now on when it is called. */
  mark(): () => void {
    const [traces, changes] = [this.#traces.length, this.#changes.length];
    return () => {
      this.#traces.length = traces;
      this.#changes.length = changes;
    };
  }

  async write(sql: TenantSql): Promise<void> {
    await new PgJournal(sql).record(this.#traces);
    const changes = new Map(this.#changes.map((change) => [change.join(), change]));
    await Promise.all([...changes.values()].map(([topic, id]) => sql.notify(topic, id)));
  }
}

/** Letters to the holders of a BAL, within a visit. */
export type NoticesOf = (sql: TenantSql) => HolderNotices;

/**
 * Works on rows of an operation within one transaction: what the use cases of administration ask again and again is asked once, what they
 * trace and announce is written at the end.
 */
export async function inBulkRoom<T>(
  sql: TenantSql,
  { operationId, noticesOf }: { readonly operationId: string; readonly noticesOf: NoticesOf },
  work: (room: BulkRoom) => Promise<T>,
): Promise<T> {
  const gathered = new Gathered();
  const gathering: TenantSql = {
    context: sql.context,
    query: (text, values) => sql.query(text, values),
    // A letter in a folder tells its modseq: that is told at once.
    notify: async (topic, id, modseq) =>
      modseq === undefined ? gathered.notify(topic, id) : sql.notify(topic, id, modseq),
  };
  const result = await work({
    operations: new PgOperations(gathering),
    desk: bulkDesk(gathering, gathered, noticesOf(gathering), operationId),
    attempt: (work) => attempted(sql, gathered, work),
    rehearse: (work) => rehearsed(sql, gathered, work),
  });
  await gathered.write(sql);
  return result;
}

async function attempted<U>(
  sql: TenantSql,
  gathered: Gathered,
  work: () => Promise<Outcome<U>>,
): Promise<Outcome<U>> {
  const forget = gathered.mark();
  await sql.query('savepoint bulk_row');
  const outcome = await work();
  if (outcome.ok) await sql.query('release savepoint bulk_row');
  else {
    await sql.query('rollback to savepoint bulk_row');
    forget();
  }
  return outcome;
}

async function rehearsed<U>(sql: TenantSql, gathered: Gathered, work: () => Promise<U>): Promise<U> {
  const forget = gathered.mark();
  await sql.query('savepoint bulk_batch');
  const result = await work();
  await sql.query('rollback to savepoint bulk_batch');
  forget();
  return result;
}

function bulkDesk(sql: TenantSql, gathered: Gathered, notices: HolderNotices, operationId: string): BulkDesk {
  return {
    ...administrationDesk(sql, notices),
    ...balDesk(sql, notices),
    journal: gathered,
    tenants: new BulkTenant(sql),
    roles: new BulkRoles(sql),
    estate: new BulkEstate(sql, operationId),
    bulk: new PgBulk(sql),
  };
}

/** The same answer for the same question. */
function once<K, V>(ask: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const answers = new Map<K, Promise<V>>();
  return (key) => {
    const answer = answers.get(key) ?? ask(key);
    answers.set(key, answer);
    return answer;
  };
}

/** What nothing that an operation does changes is asked once. */
class BulkTenant extends PgTenantRegister {
  readonly #hasDomain = once((domain: string) => super.hasDomain(domain));
  readonly #kind = once<void, TenantKind>(() => super.kind());

  override hasDomain(domain: string): Promise<boolean> {
    return this.#hasDomain(domain);
  }

  override kind(): Promise<TenantKind> {
    return this.#kind();
  }
}

class BulkRoles extends PgRoles {
  readonly #rolesOf = once((idNat: IdNat) => super.rolesOf(idNat));

  override rolesOf(idNat: IdNat): Promise<readonly TenantRole[]> {
    return this.#rolesOf(idNat);
  }
}

/** The BAL of the tenant, for many rows. */
class BulkEstate extends PgBalEstate {
  readonly #structure = once<void, StructureIdentity>(() => super.structure());

  constructor(
    private readonly visit: TenantSql,
    private readonly operationId: string,
  ) {
    super(visit);
  }

  override structure(): Promise<StructureIdentity> {
    return this.#structure();
  }

  /** While nothing is written, what rows before were found to open counts as opened. */
  override async addressStates(
    addresses: readonly MssAddress[],
    wantedBy: IdNat | null,
  ): Promise<ReadonlyMap<MssAddress, AddressState>> {
    const states = await super.addressStates(addresses, wantedBy);
    const rows = await this.visit.query<{ key: MssAddress }>(
      `select key from operation_row where tenant_id = $1 and operation_id = $2 and key = any($3) and state = 'valid'`,
      [this.visit.context.tenantId, this.operationId, addresses],
    );
    return new Map([...states, ...rows.map(({ key }) => [key, { kind: 'taken' }] as const)]);
  }
}

class PgBulk {
  constructor(private readonly sql: TenantSql) {}

  async foresee(_rows: readonly OperationRow[]): Promise<void> {}

  async isBalTouched(balId: string, operationId: string): Promise<boolean> {
    const [row] = await this.sql.query<{ touched: boolean }>(
      `select exists (select from trace_event where tenant_id = $1 and bal_id = $2 and correlation_id <> $3)
           or exists (select from delivery where tenant_id = $1 and bal_id = $2) as touched`,
      [this.sql.context.tenantId, balId, operationId],
    );
    return row?.touched ?? true;
  }
}
