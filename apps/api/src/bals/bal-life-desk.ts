import { PgHolderNotices } from '@cachet/mailstore';
import {
  type AdministeredBal,
  administers,
  type BalChangeRequest,
  type BalDesk,
  type BalRequest,
  changeBal,
  changeBalState,
  declarePlace,
  done,
  needScope,
  type Outcome,
  openNewBal,
  type PlaceDesk,
  parseIdNat,
  parseUuid,
  refused,
  type StateRequest,
  type SuggestionRequest,
  suggestAddresses,
  suspendedFile,
  type TenantId,
  withdrawPlace,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import {
  type BalFilter,
  type BalPlace,
  balDesk,
  PgBalList,
  PgPlaces,
  PgRoles,
  type TenantSql,
} from '@cachet/schema';
import type { Container } from '../container.js';
import { connectionOf, readPageBy, textOf } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type {
  AddressSuggestionsType,
  AdministeredBalConnection,
  AdministeredBalType,
  PlaceType,
  StructurePlacesType,
} from '../types/administered-bal.js';
import type { PageArguments } from '../types/page.js';
import { Refus } from '../types/refus.js';
import { showAdministeredBal } from './show-administered-bal.js';

/** The BAL of a structure as those who manage them see and change them. Nothing here can reach a message. */
export class BalLifeDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  async list(
    structureId: string,
    page: PageArguments,
    filter: BalFilter,
  ): Promise<AdministeredBalConnection> {
    const request = spoken(readPageBy(page, placeIn));
    const tenantId = spoken(await this.#seen(structureId));
    const found = await new PgBalList(this.#reading(tenantId)).page(request, filter);
    const show = (bal: AdministeredBal) => showAdministeredBal(bal, tenantId);
    return connectionOf(found, show, ({ address, id }) => `${id} ${address}`);
  }

  /** All that are suspended, as a file. Refuses notFound, scopeMissing. */
  async suspended(structureId: string): Promise<Outcome<string>> {
    const allowed = await this.#seen(structureId);
    if (!allowed.ok) return allowed;
    return done(suspendedFile(await this.#in(allowed.value, (sql) => new PgBalList(sql).suspended())));
  }

  /** Refuses notFound, scopeMissing. */
  async see(structureId: string, id: string): Promise<Outcome<AdministeredBalType>> {
    const allowed = await this.#seen(structureId);
    if (!allowed.ok) return allowed;
    return this.#in(allowed.value, (sql) => shown(sql, id));
  }

  async places(structureId: string): Promise<readonly PlaceType[]> {
    const tenantId = spoken(await this.#seen(structureId));
    return new PgPlaces(this.#reading(tenantId)).list();
  }

  /** Whether the caller may open, change and close BAL. */
  async mayManage(structureId: string): Promise<boolean> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return false;
    const may = await this.#in(allowed.value, (sql) =>
      administers(sql.context, new PgRoles(sql), 'bal:write'),
    );
    return may.ok;
  }

  open(
    structureId: string,
    request: Omit<BalRequest, 'responsible'>,
    idNat: string,
  ): Promise<Outcome<AdministeredBalType>> {
    return this.#change(structureId, async (sql, desk) => {
      const responsible = parseIdNat(idNat);
      if (!responsible) return refused('inputInvalid', { field: 'responsibleIdNat' });
      const { balPolicy } = this.container;
      return openNewBal(sql.context, desk, newId, balPolicy, { ...request, responsible });
    });
  }

  /** Whoever holds the BAL may change its description: no role in the structure is asked for here. */
  async change(structureId: string, request: BalChangeRequest): Promise<Outcome<AdministeredBalType>> {
    const tenantId = (await this.tenants.list()).find((each) => each === structureId.toLowerCase());
    if (!tenantId) return refused('notFound');
    return this.#act(tenantId, async (sql, desk) => {
      const balId = parseUuid(request.balId);
      if (!balId) return refused('notFound');
      const changed = await changeBal(sql.context, desk, { ...request, balId });
      return changed.ok ? done(balId) : changed;
    });
  }

  changeState(structureId: string, request: StateRequest): Promise<Outcome<AdministeredBalType>> {
    return this.#change(structureId, async (sql, desk) => {
      const balId = parseUuid(request.balId);
      if (!balId) return refused('notFound');
      const { balPolicy } = this.container;
      const changed = await changeBalState(sql.context, desk, newId, balPolicy, { ...request, balId });
      return changed.ok ? done(balId) : changed;
    });
  }

  async suggest(
    structureId: string,
    request: Omit<SuggestionRequest, 'responsible'>,
    idNat: string,
  ): Promise<Outcome<AddressSuggestionsType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const responsible = parseIdNat(idNat);
    if (!responsible) return refused('inputInvalid', { field: 'responsibleIdNat' });
    return this.#in(allowed.value, async (sql) => {
      const found = await suggestAddresses(sql.context, this.#desk(sql), { ...request, responsible });
      if (!found.ok) return found;
      const addresses = found.value.map(({ address, obstacle }) => ({
        address,
        obstacle: obstacle && Refus.of(obstacle),
      }));
      return done({ addresses });
    });
  }

  declarePlace(structureId: string, finess: string, name: string): Promise<Outcome<StructurePlacesType>> {
    return this.#changePlaces(structureId, (sql, desk) => declarePlace(sql.context, desk, { finess, name }));
  }

  withdrawPlace(structureId: string, finess: string): Promise<Outcome<StructurePlacesType>> {
    return this.#changePlaces(structureId, (sql, desk) => withdrawPlace(sql.context, desk, finess));
  }

  async #changePlaces(
    structureId: string,
    work: (sql: TenantSql, desk: PlaceDesk) => Promise<Outcome<void>>,
  ): Promise<Outcome<StructurePlacesType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    return this.#in(allowed.value, async (sql) => {
      const places = new PgPlaces(sql);
      const changed = await work(sql, { ...this.#desk(sql), places });
      return changed.ok ? done({ places: await places.list() }) : changed;
    });
  }

  async #change(
    structureId: string,
    work: (sql: TenantSql, desk: BalDesk) => Promise<Outcome<string>>,
  ): Promise<Outcome<AdministeredBalType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    return allowed.ok ? this.#act(allowed.value, work) : allowed;
  }

  #act(
    tenantId: TenantId,
    work: (sql: TenantSql, desk: BalDesk) => Promise<Outcome<string>>,
  ): Promise<Outcome<AdministeredBalType>> {
    return this.#in(tenantId, async (sql) => {
      const changed = await work(sql, this.#desk(sql));
      return changed.ok ? shown(sql, changed.value) : changed;
    });
  }

  #desk(sql: TenantSql): BalDesk {
    return balDesk(sql, new PgHolderNotices(sql, this.container.safe));
  }

  // Holding an administration view asks a role, and of a key the scope that shows BAL.
  async #seen(structureId: string): Promise<Outcome<TenantId>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    const { caller } = this.tenants;
    if (!allowed.ok || caller.kind === 'person') return allowed;
    const scope = needScope(caller.scopes, 'bal:read');
    return scope.ok ? allowed : scope;
  }

  #reading(tenantId: TenantId): TenantSql {
    return this.container.database.reading(this.tenants.contextOf(tenantId));
  }

  #in<T>(tenantId: TenantId, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), work);
  }
}

async function shown(sql: TenantSql, id: string): Promise<Outcome<AdministeredBalType>> {
  const balId = parseUuid(id);
  const bal = balId === null ? null : await new PgBalList(sql).byId(balId);
  return bal ? done(showAdministeredBal(bal, sql.context.tenantId)) : refused('notFound');
}

function placeIn(cursor: string): BalPlace | null {
  const [, id, address] = /^(\S{36}) (\S{1,254})$/.exec(textOf(cursor, 400)) ?? [];
  const uuid = id ? parseUuid(id) : null;
  return uuid && address ? { id: uuid, address } : null;
}
