import {
  chooseListeRouge,
  done,
  type ListeRougeCause,
  type Outcome,
  parseTenantId,
  parseUuid,
  refused,
  type TenantId,
} from '@cachet/mss-core';
import { administrationDesk, PgListeRouge, type TenantSql } from '@cachet/schema';
import DataLoader from 'dataloader';
import type { Container } from '../container.js';
import type { BalReads } from '../reads/bal-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { BalHolding } from '../types/bal.js';

/** Whether the caller's own BAL are on the liste rouge of the Annuaire, and why. */
export class ListeRougeDesk {
  readonly #causes = new DataLoader<string, readonly ListeRougeCause[]>((balIds) => this.#read(balIds));

  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly bals: BalReads,
  ) {}

  of(balId: string): Promise<readonly ListeRougeCause[]> {
    return this.#causes.load(balId);
  }

  /** The structure of a BAL that the caller holds. */
  async structureOf(balId: string): Promise<TenantId> {
    const held = await this.bals.held(balId);
    if (!held) throw new Error('a BAL that is shown as held is held');
    return held.tenantId;
  }

  /** Refuses notFound, forbidden. */
  async choose(structureId: string, balId: string, wanted: boolean): Promise<Outcome<BalHolding>> {
    const tenantId = parseTenantId(structureId);
    const id = parseUuid(balId);
    if (!tenantId || !id || !(await this.tenants.list()).includes(tenantId)) return refused('notFound');
    const chosen = await this.#in(tenantId, (sql) =>
      chooseListeRouge(
        sql.context,
        { ...administrationDesk(sql), listeRouge: new PgListeRouge(sql) },
        { balId: id, wanted },
      ),
    );
    if (!chosen.ok) return chosen;
    const holding = (await this.bals.holdings()).find(({ bal }) => bal.id === id);
    return holding ? done(holding) : refused('notFound');
  }

  async #read(balIds: readonly string[]): Promise<(readonly ListeRougeCause[])[]> {
    const held = await Promise.all(balIds.map((balId) => this.bals.held(balId)));
    const tenants = new Set(held.flatMap((each) => each?.tenantId ?? []));
    const found = await Promise.all(
      [...tenants].map((tenantId) => this.#in(tenantId, (sql) => new PgListeRouge(sql).causesAmong(balIds))),
    );
    return balIds.map((balId) => found.flatMap((causes) => causes.get(balId) ?? []));
  }

  #in<T>(tenantId: TenantId, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), work);
  }
}
