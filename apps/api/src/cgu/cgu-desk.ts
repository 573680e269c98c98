import {
  acceptCgu,
  announcedAt,
  type CguAcceptancePorts,
  type CguPublication,
  type CguVersion,
  done,
  type Outcome,
  owedAt,
  parseUuid,
  publishCgu,
  refused,
  rightsAt,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import {
  NO_ROWS,
  PgCguAcceptances,
  PgCguVersions,
  PgJournal,
  PgPeople,
  PgRoles,
  PgRouting,
} from '@cachet/schema';
import DataLoader from 'dataloader';
import type { Container } from '../container.js';
import type { BalReads } from '../reads/bal-reads.js';
import { connectionOf, momentOf, readPage } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type {
  CguAcceptanceConnection,
  CguToAcceptType,
  CguVersionConnection,
  CguVersionType,
} from '../types/cgu.js';
import type { PageArguments } from '../types/page.js';
import { showAcceptance, showCgu } from './show-cgu.js';

/** The operator's terms of use: published by the operator, accepted by people, seen by those who manage them. */
export class CguDesk {
  readonly #versions = new DataLoader<string, CguVersion | null>(async (ids) => {
    const found = await this.container.database.shared((sql) => new PgCguVersions(sql).byIds(ids));
    return ids.map((id) => found.get(id) ?? null);
  });

  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
    private readonly bals: BalReads,
  ) {}

  /** @throws GraphQLError inputInvalid. */
  async page(page: PageArguments): Promise<CguVersionConnection> {
    const request = spoken(readPage(page));
    const found = await this.container.database.shared((sql) => new PgCguVersions(sql).page(request));
    return connectionOf(found, showCgu, ({ publishedAt, id }) => momentOf(publishedAt, id));
  }

  async inForce(): Promise<CguVersionType | null> {
    const { at } = this.tenants.act;
    const version = await this.container.database.shared((sql) => new PgCguVersions(sql).inForce(at));
    return version && showCgu(version);
  }

  /** Null for one that is not there. */
  async version(id: string): Promise<CguVersionType | null> {
    const version = await this.#versions.load(id);
    return version && showCgu(version);
  }

  /** What the caller has to accept, or may accept beforehand, to use the BAL they hold; the most urgent first. */
  // EX_DCU_5030: what is owed came with the accesses themselves; where nothing is, no version is read.
  async toAccept(): Promise<readonly CguToAcceptType[]> {
    const { at } = this.tenants.act;
    const asked = new Map<string, boolean>();
    for (const { bal, accesses } of (await this.bals.allHeld()).values()) {
      const cgu = accesses[0]?.cgu ?? [];
      if (bal.kind === 'applicative' || !rightsAt(accesses, at)) continue;
      for (const { versionId } of announcedAt(cgu, at)) asked.set(versionId, asked.get(versionId) ?? false);
      const owed = owedAt(cgu, at);
      if (owed) asked.set(owed.versionId, true);
    }
    const versions = await Promise.all([...asked.keys()].map((id) => this.version(id)));
    return versions
      .filter((version) => version !== null)
      .map((version) => ({ version, inForce: asked.get(version.id) ?? false }))
      .sort((a, b) => a.version.inForceAt.getTime() - b.version.inForceAt.getTime());
  }

  /** Refuses forbidden, inputInvalid. */
  async publish(publication: CguPublication): Promise<Outcome<CguVersionType>> {
    const { database } = this.container;
    const tenantId = await new PgRouting(database).operatorTenant();
    if (!tenantId) return refused('forbidden');
    const published = await database.withTenant(this.tenants.contextOf(tenantId), (sql) => {
      const { context } = sql;
      const versions = new PgCguVersions(sql, context.actor);
      return publishCgu(
        context,
        { versions, roles: new PgRoles(sql), journal: new PgJournal(sql) },
        newId,
        publication,
      );
    });
    return published.ok ? done(showCgu(published.value)) : published;
  }

  /** Refuses forbidden, notFound, changedMeanwhile. */
  async accept(versionId: string): Promise<Outcome<CguVersionType>> {
    const id = parseUuid(versionId);
    if (!id) return refused('notFound');
    const accepted = await acceptCgu(this.#ports(), this.tenants.act, await this.tenants.list(), id);
    return accepted.ok ? done(showCgu(accepted.value)) : accepted;
  }

  /** @throws GraphQLError notFound, scopeMissing, inputInvalid. */
  async acceptances(
    structureId: string,
    page: PageArguments,
    versionId: string | null,
  ): Promise<CguAcceptanceConnection> {
    const tenantId = spoken(await this.structures.allowed(structureId, 'people'));
    const request = spoken(readPage(page));
    const id = versionId === null ? null : parseUuid(versionId);
    const found =
      versionId !== null && id === null
        ? NO_ROWS
        : await this.container.database.withTenant(this.tenants.contextOf(tenantId), (sql) =>
            new PgCguAcceptances(sql).page(request, id),
          );
    return connectionOf(
      found,
      (acceptance) => showAcceptance(acceptance, tenantId),
      ({ acceptedAt, personId }) => momentOf(acceptedAt, personId),
    );
  }

  #ports(): CguAcceptancePorts {
    return {
      acrossTenants: (work) =>
        this.container.database.acrossTenants((visit) =>
          work((context, inTenant) =>
            visit(context, (sql) =>
              inTenant({
                versions: new PgCguVersions(sql),
                acceptances: new PgCguAcceptances(sql),
                people: new PgPeople(sql),
                journal: new PgJournal(sql),
              }),
            ),
          ),
        ),
    };
  }
}
