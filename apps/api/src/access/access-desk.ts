import { PgHolderNotices } from '@cachet/mailstore';
import {
  type AdministrationDesk,
  answersFor,
  changeAccess,
  done,
  endAccess,
  grantAccess,
  handOverAccess,
  type IdNat,
  needScope,
  type Outcome,
  parseTenantId,
  parseUuid,
  refused,
  rightsAt,
  type TenantContext,
  type TenantId,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { administrationDesk, NO_ROWS, PgAccessViews } from '@cachet/schema';
import type { Container } from '../container.js';
import type { BalReads } from '../reads/bal-reads.js';
import { connectionOf, momentOf, readPage } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type {
  AccessChangeInput,
  AccessGrantInput,
  AccessHandOverInput,
  BalAccessConnection,
  BalAccessType,
} from '../types/access.js';
import { AccessTimeName } from '../types/enums.js';
import type { PageArguments } from '../types/page.js';
import { type AccessList, AccessShelf } from './access-shelf.js';
import { showAccess } from './show-access.js';

/** Who may open which BAL: for managers, keys, and those who answer for a BAL themselves. Nothing here can reach a message. */
export class AccessDesk {
  readonly #shelf: AccessShelf;

  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
    private readonly bals: BalReads,
  ) {
    this.#shelf = new AccessShelf(container.database, tenants.act);
  }

  /** Refuses notFound, forbidden, scopeMissing, personLeft, accessHeld, tooManyCoholders, inputInvalid. */
  grant(
    structureId: string,
    { personId, balId, ...asked }: AccessGrantInput,
  ): Promise<Outcome<BalAccessType>> {
    return this.#change(structureId, [personId, balId], async (context, desk) => {
      const person = await desk.people.byId(personId);
      const { role, mayRead, maySend, startsAt, endsAt, reason } = asked;
      return grantAccess(context, desk, newId, {
        ...{ balId, role, mayRead, maySend, reason, endsAt: endsAt ?? null },
        startsAt: startsAt ?? context.at,
        // Unknown, like whoever is of another structure: the use case says so once the caller's own right is known.
        idNat: person?.idNat ?? NOBODY,
      });
    });
  }

  /** Refuses notFound, forbidden, scopeMissing, accessOver, changedMeanwhile, tooManyCoholders, inputInvalid. */
  change(structureId: string, input: AccessChangeInput): Promise<Outcome<BalAccessType>> {
    const { accessId, startsAt, endsAt } = input;
    const change = { ...input, startsAt: startsAt ?? undefined, endsAt: endsAt ?? null };
    return this.#change(structureId, [accessId], async (context, desk) =>
      idOf(await changeAccess(context, desk, newId, change)),
    );
  }

  /** Refuses notFound, forbidden, scopeMissing, accessOver, changedMeanwhile, responsibleNeeded. */
  end(
    structureId: string,
    accessId: string,
    version: number,
    reason: string,
  ): Promise<Outcome<BalAccessType>> {
    return this.#change(structureId, [accessId], async (context, desk) =>
      idOf(await endAccess(context, desk, { accessId, version, reason })),
    );
  }

  /** Refuses notFound, forbidden, scopeMissing, personLeft, accessOver, changedMeanwhile, inputInvalid. */
  handOver(structureId: string, input: AccessHandOverInput): Promise<Outcome<BalAccessType>> {
    const { accessId, personId } = input;
    return this.#change(structureId, [accessId, personId], (context, desk) =>
      handOverAccess(context, desk, newId, input),
    );
  }

  /** All of them for those who manage or audit the structure or answer for the BAL, and for its keys; a delegate sees their own. */
  async ofBal(balId: string, page: PageArguments, time: AccessTimeName | null): Promise<BalAccessConnection> {
    const request = spoken(readPage(page));
    const { tenants, only } = spoken(await this.#seenAs(balId));
    const lists = tenants.map(
      (tenantId) => ({ tenantId, of: 'bal', id: balId, only, request, filter: { time } }) as const,
    );
    return this.#connection(lists);
  }

  /** The access of who answers for it now; null for whoever may not see accesses to it. */
  async responsibleOf(balId: string): Promise<BalAccessType | null> {
    const seen = await this.#seenAs(balId);
    if (!seen.ok) return null;
    const { tenants, only } = seen.value;
    const filter = { time: AccessTimeName.PRESENT, role: 'responsible' } as const;
    const lists = tenants.map(
      (tenantId) => ({ tenantId, of: 'bal', id: balId, only, request: { first: 1 }, filter }) as const,
    );
    const found = await this.#connection(lists);
    return found.edges[0]?.node ?? null;
  }

  /** Refuses notFound to whoever has no role in that structure, scopeMissing. */
  async ofPerson(
    structureId: string,
    personId: string,
    page: PageArguments,
    time: AccessTimeName | null,
  ): Promise<BalAccessConnection> {
    const request = spoken(readPage(page));
    const tenantId = spoken(await this.structures.allowed(structureId, 'accesses'));
    return this.#connection([{ tenantId, of: 'person', id: personId, request, filter: { time } }]);
  }

  /** The tenant in which the caller may choose people for that BAL. Refuses notFound, scopeMissing. */
  async choosesIn(balId: string): Promise<Outcome<TenantId>> {
    const { caller, act } = this.tenants;
    const held = await this.bals.held(balId);
    const rights = held && rightsAt(held.accesses, act.at);
    if (held && rights && answersFor(rights.role)) return done(held.tenantId);
    const tenants = caller.kind === 'partner' ? [caller.tenantId] : await this.#administered();
    for (const tenantId of tenants) {
      if (await this.bals.isIn(tenantId, balId)) return this.structures.allowed(tenantId, 'people');
    }
    return refused('notFound');
  }

  async #connection(lists: readonly AccessList[]): Promise<BalAccessConnection> {
    const { at } = this.tenants.act;
    const pages = await Promise.all(
      lists.map(async ({ tenantId, ...list }) => ({
        tenantId,
        page: await this.#shelf.page({ tenantId, ...list }),
      })),
    );
    const found = pages.find(({ page }) => page.rows.length > 0 || page.hasPrevious || page.hasNext);
    if (!found) return connectionOf(NO_ROWS, nothing, nothing);
    return connectionOf(
      found.page,
      (view) => showAccess(view, at, found.tenantId),
      ({ startsAt, id }) => momentOf(startsAt, id),
    );
  }

  /** In which tenants the caller may look for the accesses to a BAL: behind the wall, it is in one of them at most. */
  async #seenAs(
    balId: string,
  ): Promise<Outcome<{ readonly tenants: readonly TenantId[]; readonly only?: IdNat }>> {
    const { caller, act } = this.tenants;
    if (caller.kind === 'partner') {
      const allowed = needScope(caller.scopes, 'access:read');
      return allowed.ok ? done({ tenants: [caller.tenantId] }) : allowed;
    }
    const held = await this.bals.held(balId);
    const rights = held && rightsAt(held.accesses, act.at);
    if (held && rights && answersFor(rights.role)) return done({ tenants: [held.tenantId] });
    const administered = await this.#administered();
    if (held && rights && !administered.includes(held.tenantId))
      return done({ tenants: [held.tenantId], only: caller.idNat });
    return administered.length > 0 ? done({ tenants: administered }) : refused('notFound');
  }

  async #administered(): Promise<readonly TenantId[]> {
    const tenants = await this.tenants.list();
    const roles = await Promise.all(tenants.map((tenantId) => this.structures.roles(tenantId)));
    return tenants.filter((_, index) => (roles[index]?.length ?? 0) > 0);
  }

  async #change(
    structureId: string,
    ids: readonly string[],
    act: (context: TenantContext, desk: AdministrationDesk) => Promise<Outcome<string>>,
  ): Promise<Outcome<BalAccessType>> {
    const tenantId = parseTenantId(structureId);
    if (!tenantId || !(await this.tenants.list()).includes(tenantId)) return refused('notFound');
    if (!ids.every(parseUuid)) return refused('notFound');
    const { database, safe } = this.container;
    return database.withTenant(this.tenants.contextOf(tenantId), async (sql) => {
      const desk = administrationDesk(sql, new PgHolderNotices(sql, safe));
      const changed = await act(sql.context, desk);
      if (!changed.ok) return changed;
      const view = await new PgAccessViews(sql).byId(changed.value);
      return view ? done(showAccess(view, sql.context.at, tenantId)) : refused('notFound');
    });
  }
}

function nothing(): never {
  throw new Error('an empty page shows nothing');
}

/** No idNat: of nobody. */
const NOBODY = '' as IdNat;

function idOf(outcome: Outcome<{ readonly id: string }>): Outcome<string> {
  return outcome.ok ? done(outcome.value.id) : outcome;
}
