import {
  type AddressState,
  type Bal,
  type BulkDesk,
  foldName,
  type HolderNotices,
  type IdNat,
  type MssAddress,
  type NamedPerson,
  type OperationRow,
  type Person,
  readIdNat,
  type StructureIdentity,
  type TenantKind,
  type TenantRole,
} from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { balDesk } from './bal-desk.js';
import { BAL_COLUMNS, type BalRow, balOf } from './bal-rows.js';
import type { Gathered } from './gathered.js';
import { administrationDesk } from './pg-administration.js';
import { PgBalEstate } from './pg-bal-estate.js';
import { PgBalRegister } from './pg-bal-register.js';
import { PERSON_COLUMNS, type PersonRow, PgPeople, personOf } from './pg-people.js';
import { PgRoles } from './pg-roles.js';
import { PgTenantRegister } from './pg-tenant-register.js';

/** What rows are done with: the stores of administration, which here remember what they were asked. */
export function bulkDesk(
  sql: TenantSql,
  gathered: Gathered,
  notices: HolderNotices,
  operationId: string,
): BulkDesk {
  const people = new BulkPeople(sql, gathered);
  const bals = new BulkBals(sql);
  const estate = new BulkEstate(sql, operationId, gathered);
  return {
    ...administrationDesk(sql, notices),
    ...balDesk(sql, notices),
    ...{ journal: gathered, people, bals, estate },
    tenants: new BulkTenant(sql),
    roles: new BulkRoles(sql),
    bulk: {
      foresee: async (rows) => {
        await Promise.all([people.foresee(rows), bals.foresee(rows), estate.foresee(rows)]);
      },
      isBalTouched: (balId, by) => isBalTouched(sql, balId, by),
    },
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

  /** By each word of their family name. */
  #people: ReadonlyMap<string, readonly NamedPerson[]> | null = null;

  constructor(
    private readonly visit: TenantSql,
    private readonly operationId: string,
    private readonly gathered: Gathered,
  ) {
    super(visit);
  }

  /** People whose names the rows may hold. */
  async foresee(rows: readonly OperationRow[]): Promise<void> {
    const texts = rows.map(({ key, cells }) => `${key.split('@', 1)[0]} ${cells.description ?? ''}`);
    const people = await super.peopleNamed([...new Set(texts.flatMap(wordsOf))]);
    const byWord = new Map<string, NamedPerson[]>();
    for (const person of people)
      for (const word of wordsOf(person.familyName)) byWord.set(word, [...(byWord.get(word) ?? []), person]);
    this.#people = byWord;
  }

  override async peopleNamed(words: readonly string[]): Promise<readonly NamedPerson[]> {
    const known = this.#people;
    if (!known) return super.peopleNamed(words);
    const wanted = new Set(words);
    const added = this.gathered.people.filter(([, named]) => named.some((word) => wanted.has(word)));
    return [...words.flatMap((word) => known.get(word) ?? []), ...added.map(([person]) => person)];
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

/** People that rows name, read at once; whoever changes meanwhile is read again. */
class BulkPeople extends PgPeople {
  readonly #known = new Map<IdNat, Person | null>();

  constructor(
    private readonly visit: TenantSql,
    private readonly gathered: Gathered,
  ) {
    super(visit);
  }

  async foresee(rows: readonly OperationRow[]): Promise<void> {
    const asked = rows.map(({ cells }) => readIdNat(cells.responsible ?? cells.person ?? ''));
    const idNats = [...new Set(asked.filter((idNat) => idNat !== null))];
    const found = await this.visit.query<PersonRow>(
      `select ${PERSON_COLUMNS} from person p where p.tenant_id = $1 and p.id_nat = any($2)`,
      [this.visit.context.tenantId, idNats],
    );
    const known = new Map(found.map((row) => [row.id_nat, personOf(row)]));
    for (const idNat of idNats) this.#known.set(idNat, known.get(idNat) ?? null);
  }

  override async byIdNat(idNat: IdNat): Promise<Person | null> {
    const known = this.#known.get(idNat);
    return known === undefined ? super.byIdNat(idNat) : known;
  }

  override async add(person: Person): Promise<void> {
    this.#known.delete(person.idNat);
    this.gathered.people.push([person, wordsOf(person.familyName)]);
    await super.add(person);
  }

  override async comeBack(person: Person): Promise<void> {
    this.#known.delete(person.idNat);
    await super.comeBack(person);
  }
}

/** BAL that rows are about, read at once. No address is in two rows that open BAL. */
class BulkBals extends PgBalRegister {
  readonly #known = new Map<string, Bal | null>();

  constructor(private readonly own: TenantSql) {
    super(own);
  }

  async foresee(rows: readonly OperationRow[]): Promise<void> {
    const addresses = [...new Set(rows.map(({ key }) => key.split(' ', 1)[0] ?? ''))];
    const found = await this.own.query<BalRow>(
      `select ${BAL_COLUMNS} from bal b where b.tenant_id = $1 and b.address = any($2) and b.state <> 'deleted'`,
      [this.own.context.tenantId, addresses],
    );
    const known = new Map<string, Bal>(found.map((row) => [row.address, balOf(row)]));
    for (const address of addresses) this.#known.set(address, known.get(address) ?? null);
  }

  override async byAddress(address: MssAddress): Promise<Bal | null> {
    const known = this.#known.get(address);
    return known === undefined ? super.byAddress(address) : known;
  }
}

async function isBalTouched(sql: TenantSql, balId: string, operationId: string): Promise<boolean> {
  const [row] = await sql.query<{ touched: boolean }>(
    `select exists (select from trace_event where tenant_id = $1 and bal_id = $2 and correlation_id <> $3)
         or exists (select from delivery where tenant_id = $1 and bal_id = $2) as touched`,
    [sql.context.tenantId, balId, operationId],
  );
  return row?.touched ?? true;
}

function wordsOf(text: string): readonly string[] {
  return foldName(text).split('-').filter(Boolean);
}
