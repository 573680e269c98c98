import { PgHolderNotices } from '@cachet/mailstore';
import {
  type AdministrationDesk,
  administers,
  type BalDesk,
  chooseAlertAddress,
  done,
  explainFlaw,
  flawOfIdentity,
  grantRole,
  identify,
  letPersonGo,
  type Outcome,
  type Person,
  parseTenantId,
  parseUuid,
  type RegisterStanding,
  refused,
  registerPerson,
  revokeRole,
  type TenantContext,
  type TenantId,
  type TenantRole,
  type TypedIdentity,
  updatePerson,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import {
  administrationDesk,
  balDesk,
  type PeopleFilter,
  PgFollowedPeople,
  PgPeople,
  PgPeopleList,
  PgRoles,
  type TenantSql,
} from '@cachet/schema';
import DataLoader from 'dataloader';
import type { Container } from '../container.js';
import { connectionOf, readPageBy, textOf } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { PageArguments } from '../types/page.js';
import type {
  PersonConnection,
  PersonInAnnuaireType,
  PersonLeftType,
  PersonRegisterInput,
  PersonType,
  PersonUpdateInput,
} from '../types/person.js';
import { type LocatedPerson, showPerson } from './show-person.js';

interface PeopleList {
  readonly tenantId: TenantId;
  readonly page: PageArguments;
  readonly filter: PeopleFilter;
}

/** The people a structure knows and what they may do in its administration: for managers and keys, and for auditors to see. */
export class PeopleDesk {
  readonly #roles = new DataLoader<LocatedPerson, readonly TenantRole[], string>(
    (people) => this.#readRoles(people),
    { cacheKeyFn: ({ id }) => id },
  );
  readonly #standings = new DataLoader<LocatedPerson, RegisterStanding | null, string>(
    async (people) => {
      const found = await this.#ofEach(people, (sql, ids) => new PgFollowedPeople(sql).standings(ids));
      return people.map(({ id }) => found.get(id) ?? null);
    },
    { cacheKeyFn: ({ id }) => id },
  );
  /** Many BAL of one structure have the same people to choose among: they are read once an operation. */
  readonly #lists = new DataLoader<PeopleList, PersonConnection, string>(
    (lists) => Promise.all(lists.map((list) => this.#read(list))),
    { cacheKeyFn: (list) => JSON.stringify([list.tenantId, list.page, list.filter]) },
  );

  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  async page(structureId: string, page: PageArguments, filter: PeopleFilter): Promise<PersonConnection> {
    const tenantId = spoken(await this.structures.allowed(structureId, 'people'));
    return this.#read({ tenantId, page, filter });
  }

  /** People of a structure, for somebody who may choose among them. */
  async choose(where: Outcome<TenantId>, search: string, page: PageArguments): Promise<PersonConnection> {
    const filter = { search, role: null, left: false };
    return this.#lists.load({ tenantId: spoken(where), page, filter });
  }

  async one(structureId: string, personId: string): Promise<PersonType | null> {
    const tenantId = spoken(await this.structures.allowed(structureId, 'people'));
    const id = parseUuid(personId);
    const person = id && (await this.#in(tenantId, (sql) => new PgPeople(sql).byId(id)));
    return person ? showPerson(person, tenantId) : null;
  }

  /** None for whoever may not see the people of the structure. */
  async rolesOf(person: LocatedPerson): Promise<readonly TenantRole[]> {
    return (await this.#maySee(person)) ? this.#roles.load(person) : [];
  }

  /** What the Annuaire tells of them. Null for whoever may not see the people of the structure. */
  async inAnnuaire(person: LocatedPerson): Promise<PersonInAnnuaireType | null> {
    return (await this.#maySee(person)) ? this.#standings.load(person) : null;
  }

  async alertAddressOf(person: LocatedPerson): Promise<string | null> {
    return (await this.#maySee(person)) ? (person.hidden.alertAddress ?? null) : null;
  }

  /** Whether the caller may register and change people. */
  async mayManage(structureId: string): Promise<boolean> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return false;
    return this.#in(allowed.value, async (sql) => {
      return (await administers(sql.context, new PgRoles(sql), 'person:write')).ok;
    });
  }

  /** Refuses notFound, forbidden, scopeMissing, numberMalformed, inputInvalid. */
  register(
    structureId: string,
    { identity, number, ...names }: PersonRegisterInput,
  ): Promise<Outcome<PersonType>> {
    return this.#person(structureId, [], async (context, desk) => {
      const allowed = await administers(context, desk.roles, 'person:write');
      if (!allowed.ok) return allowed;
      const typed = { kind: identity, number };
      const idNat = identify(typed, await desk.tenants.finess());
      if (!idNat) return notRead(typed);
      const { familyName, givenName, alertAddress } = names;
      return registerPerson(context, desk, newId, {
        ...{ idNat, familyName, givenName },
        alertAddress: alertAddress ?? null,
      });
    });
  }

  /** Refuses notFound, forbidden, scopeMissing, inputInvalid, changedMeanwhile. */
  update(structureId: string, input: PersonUpdateInput): Promise<Outcome<PersonType>> {
    const change = { ...input, alertAddress: input.alertAddress ?? null };
    return this.#person(structureId, [input.personId], (context, desk) =>
      updatePerson(context, desk, change),
    );
  }

  /** Refuses notFound, forbidden, scopeMissing, personLeft, changedMeanwhile, lastManager. */
  leave(
    structureId: string,
    leaving: { readonly personId: string; readonly version: number; readonly reason: string },
  ): Promise<Outcome<PersonLeftType>> {
    return this.#change(structureId, [leaving.personId], async (context, desk) => {
      const { balPolicy } = this.container;
      const left = await letPersonGo(context, desk, newId, balPolicy, leaving);
      if (!left.ok) return left;
      const { person, accesses, roles, unanswered } = left.value;
      return done({
        ...{ accesses, roles, unanswered: unanswered.map(({ address }) => address) },
        person: showPerson(person, context.tenantId),
      });
    });
  }

  /** Refuses notFound, forbidden, scopeMissing, personLeft. */
  grantRole(structureId: string, personId: string, role: TenantRole): Promise<Outcome<PersonType>> {
    return this.#person(structureId, [personId], async (context, desk) => {
      const allowed = await administers(context, desk.roles, 'role:write');
      if (!allowed.ok) return allowed;
      const person = await desk.people.byId(personId);
      if (!person) return refused('notFound');
      const granted = await grantRole(context, desk, newId, { idNat: person.idNat, role });
      return granted.ok ? done(person) : granted;
    });
  }

  /** Refuses notFound, forbidden, scopeMissing, lastManager. */
  revokeRole(structureId: string, personId: string, role: TenantRole): Promise<Outcome<PersonType>> {
    return this.#person(structureId, [personId], async (context, desk) => {
      const revoked = await revokeRole(context, desk, { personId, role });
      if (!revoked.ok) return revoked;
      const person = await desk.people.byId(personId);
      return person ? done(person) : refused('notFound');
    });
  }

  /** The caller's own, in a structure that knows them. Refuses notFound, inputInvalid, changedMeanwhile. */
  async chooseAlertAddress(structureId: string, address: string | null): Promise<Outcome<PersonType>> {
    const tenantId = parseTenantId(structureId);
    if (!tenantId || !(await this.tenants.list()).includes(tenantId)) return refused('notFound');
    return this.#in(tenantId, async (sql) =>
      shown(await chooseAlertAddress(sql.context, administrationDesk(sql), address), tenantId),
    );
  }

  #person(
    structureId: string,
    ids: readonly string[],
    act: (context: TenantContext, desk: AdministrationDesk) => Promise<Outcome<Person>>,
  ): Promise<Outcome<PersonType>> {
    return this.#change(structureId, ids, async (context, desk) =>
      shown(await act(context, desk), context.tenantId),
    );
  }

  async #change<T>(
    structureId: string,
    ids: readonly string[],
    act: (context: TenantContext, desk: AdministrationDesk & BalDesk) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    if (!ids.every(parseUuid)) return refused('notFound');
    return this.#in(allowed.value, (sql) => {
      const notices = new PgHolderNotices(sql, this.container.safe);
      return act(sql.context, { ...administrationDesk(sql, notices), ...balDesk(sql, notices) });
    });
  }

  async #read({ tenantId, page, filter }: PeopleList): Promise<PersonConnection> {
    const request = spoken(readPageBy(page, personIn));
    const found = await this.#in(tenantId, (sql) => new PgPeopleList(sql).page(request, filter));
    return connectionOf(
      found,
      (person) => showPerson(person, tenantId),
      ({ id }) => id,
    );
  }

  async #maySee({ tenantId }: LocatedPerson): Promise<boolean> {
    return (await this.structures.allowed(tenantId, 'people')).ok;
  }

  async #readRoles(people: readonly LocatedPerson[]): Promise<(readonly TenantRole[])[]> {
    const roles = await this.#ofEach(people, (sql, ids) => new PgPeopleList(sql).rolesOf(ids));
    return people.map(({ id }) => roles.get(id) ?? []);
  }

  /** Read once in each of their structures. */
  async #ofEach<T>(
    people: readonly LocatedPerson[],
    read: (sql: TenantSql, ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ): Promise<ReadonlyMap<string, T>> {
    const byTenant = [...Map.groupBy(people, ({ tenantId }) => tenantId)];
    const found = await Promise.all(
      byTenant.map(([tenantId, group]) =>
        this.#in(tenantId, (sql) =>
          read(
            sql,
            group.map(({ id }) => id),
          ),
        ),
      ),
    );
    return new Map(found.flatMap((each) => [...each]));
  }

  #in<T>(tenantId: TenantId, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), work);
  }
}

/** A list by name goes on from a person. */
function personIn(cursor: string): string | null {
  return parseUuid(textOf(cursor));
}

function shown(outcome: Outcome<Person>, tenantId: TenantId): Outcome<PersonType> {
  return outcome.ok ? done(showPerson(outcome.value, tenantId)) : outcome;
}

/** A number that has a key says what is wrong with it. */
function notRead(typed: TypedIdentity): Outcome<never> {
  const flaw = flawOfIdentity(typed);
  if (flaw === null || typed.kind === 'local') return refused('inputInvalid', { field: 'number' });
  const { fr, en } = explainFlaw(typed.kind, flaw);
  return refused('numberMalformed', { reason: fr, reasonEn: en });
}
