import {
  type ActContext,
  done,
  mayApproveListeBlanche,
  maySeeListeBlanche,
  type Outcome,
  refused,
  type StructureViewer,
} from '@cachet/mss-core';
import { PgDirectoryCopies, PgJournal, PgRouting } from '@cachet/schema';
import type { Container } from '../container.js';
import type { Caller } from '../context/caller.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { DirectoryCopyType } from '../types/directory-copy.js';
import { showDirectoryCopy } from './show-directory.js';

/** The copies of the Annuaire: the operator’s business, as the liste blanche is. */
export class DirectoryCopiesDesk {
  constructor(
    private readonly container: Container,
    private readonly caller: Caller,
    private readonly act: ActContext,
    private readonly structures: StructureReads,
  ) {}

  /** Those in service and those that wait for a yes. @throws GraphQLError forbidden, scopeMissing. */
  async list(): Promise<readonly DirectoryCopyType[]> {
    spoken(maySeeListeBlanche(await this.#atOperator()));
    return (await new PgDirectoryCopies(this.container.database).list()).map(showDirectoryCopy);
  }

  /** A person’s yes to the copy they were shown, named by its SHA-256. Refuses forbidden, directoryCopyNotPending. */
  async approve(sha256: string): Promise<Outcome<DirectoryCopyType>> {
    const allowed = mayApproveListeBlanche(await this.#atOperator());
    if (!allowed.ok) return allowed;
    const { database } = this.container;
    const tenantId = await new PgRouting(database).operatorTenant();
    if (!tenantId) return refused('directoryCopyNotPending');
    return database.withTenant({ ...this.act, tenantId }, async (sql) => {
      const copy = await PgDirectoryCopies.approveIn(sql, sha256);
      if (!copy) return refused('directoryCopyNotPending');
      const facts = { copy: copy.kind, sha256, lines: copy.lineCount };
      await new PgJournal(sql).record([{ kind: 'annuaire.copyApproved', outcome: 'ok', facts }]);
      return done(showDirectoryCopy(copy));
    });
  }

  /** What the caller is at the operator's own tenant; null for a key of another. */
  async #atOperator(): Promise<StructureViewer | null> {
    const operator = await new PgRouting(this.container.database).operatorTenant();
    if (this.caller.kind === 'partner') return this.caller.tenantId === operator ? this.caller : null;
    return { kind: 'person', roles: operator ? await this.structures.roles(operator) : [] };
  }
}
