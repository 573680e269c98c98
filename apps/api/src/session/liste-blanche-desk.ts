import { type ActContext, done, mayRefreshListeBlanche, type Outcome } from '@cachet/mss-core';
import { PgListeBlancheVersions, PgRouting } from '@cachet/schema';
import type { Container } from '../container.js';
import type { Caller } from '../context/caller.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { ListeBlancheStateType } from '../types/liste-blanche.js';

/** The liste blanche in force, and asking for it to be fetched now. */
export class ListeBlancheDesk {
  constructor(
    private readonly container: Container,
    private readonly caller: Caller,
    private readonly act: ActContext,
    private readonly structures: StructureReads,
  ) {}

  async state(): Promise<ListeBlancheStateType> {
    const latest = await this.container.database.shared((sql) => new PgListeBlancheVersions(sql).latest());
    if (!latest)
      return {
        available: false,
        generatedAt: null,
        fetchedAt: null,
        signerDn: null,
        domainCount: 0,
        rowCount: 0,
      };
    const { generatedAt, fetchedAt, signerDn, domainCount, rowCount } = latest;
    return { available: true, generatedAt, fetchedAt, signerDn, domainCount, rowCount };
  }

  /** Refuses forbidden, scopeMissing, and what the refresh itself refuses; the last valid list then stays in force. */
  async refresh(): Promise<Outcome<ListeBlancheStateType>> {
    const allowed = await this.#mayRefresh();
    if (!allowed.ok) return allowed;
    const refreshed = await this.container.listeBlanche.refresh(this.act);
    return refreshed.ok ? done(await this.state()) : refreshed;
  }

  async #mayRefresh(): Promise<Outcome<void>> {
    if (this.caller.kind === 'partner') return mayRefreshListeBlanche(this.caller);
    const operator = await new PgRouting(this.container.database).operatorTenant();
    const roles = operator ? await this.structures.roles(operator) : [];
    return mayRefreshListeBlanche({ kind: 'person', roles });
  }
}
