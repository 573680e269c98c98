import {
  type Absence,
  type AbsenceRequest,
  type AbsenceDesk as AbsenceStores,
  done,
  endAbsence,
  type Outcome,
  refused,
  rightsAt,
  setAbsence,
} from '@cachet/mss-core';
import { PgBalStore, PgJournal, PgReplies, type TenantSql } from '@cachet/schema';
import type { Container } from '../container.js';
import type { BalReads } from '../reads/bal-reads.js';
import { showBal } from '../reads/show-bal.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { BalType } from '../types/bal.js';

/** What BAL answer while their holders are away: shown to those who hold them, and set by them alone. */
export class AbsenceDesk {
  #all: Promise<ReadonlyMap<string, Absence>> | null = null;

  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly bals: BalReads,
  ) {}

  /** Null for whoever does not hold it; those of all that are held are read once an operation. */
  async of(balId: string): Promise<Absence | null> {
    this.#all ??= this.#readAll();
    return (await this.#all).get(balId) ?? null;
  }

  set(id: string, request: Omit<AbsenceRequest, 'balId'>): Promise<Outcome<BalType>> {
    return this.#change(id, (sql, desk, balId) => setAbsence(sql.context, desk, { ...request, balId }));
  }

  end(id: string): Promise<Outcome<BalType>> {
    return this.#change(id, (sql, desk, balId) => endAbsence(sql.context, desk, balId));
  }

  async #change(
    id: string,
    work: (sql: TenantSql, desk: AbsenceStores, balId: string) => Promise<Outcome<void>>,
  ): Promise<Outcome<BalType>> {
    const held = await this.bals.held(id.toLowerCase());
    if (!held) return refused('notFound');
    const { tenantId, bal } = held;
    const changed = await this.container.database.withTenant(this.tenants.contextOf(tenantId), (sql) =>
      work(
        sql,
        { bals: new PgBalStore(sql), absences: new PgReplies(sql), journal: new PgJournal(sql) },
        bal.id,
      ),
    );
    this.#all = null;
    return changed.ok ? done(showBal(bal)) : changed;
  }

  async #readAll(): Promise<ReadonlyMap<string, Absence>> {
    const { at } = this.tenants.act;
    const held = [...(await this.bals.allHeld()).values()].filter(({ accesses }) => {
      const role = rightsAt(accesses, at)?.role;
      return role === 'responsible' || role === 'coholder';
    });
    const byTenant = await Promise.all(
      [...Map.groupBy(held, ({ tenantId }) => tenantId)].map(([tenantId, bals]) =>
        this.container.database.withTenant(this.tenants.contextOf(tenantId), (sql) =>
          new PgReplies(sql).among(bals.map(({ bal }) => bal.id)),
        ),
      ),
    );
    return new Map(byTenant.flatMap((absences) => [...absences]));
  }
}
