import type { Journal, TenantContext } from '@cachet/mss-core';
import { type ChangeTopic, CommitInDoubt, type Database, type TenantSql } from '@cachet/schema';

/** One transaction and the journal of its acts. */
export interface Visit {
  readonly sql: TenantSql;
  readonly journal: Journal;
}

/** Statements that only read: each leaves alone, in one write with its transaction. */
export class ReadingSql implements TenantSql {
  constructor(
    private readonly database: Pick<Database, 'atOnce'>,
    readonly context: TenantContext,
  ) {}

  async query<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    const { tenantId } = this.context;
    try {
      const [rows = []] = await this.database.atOnce([{ text, values, tenantId }]);
      return rows as R[];
    } catch (fault) {
      // There is nothing to doubt where nothing was written.
      throw fault instanceof CommitInDoubt ? fault.lost : fault;
    }
  }

  notify(): Promise<void> {
    return Promise.reject(new Error('who reads announces nothing'));
  }
}

/** A database for those who only read, a statement at a time. */
export function readingOnly(database: Pick<Database, 'atOnce'>): Pick<Database, 'withTenant'> {
  return { withTenant: (context, work) => work(new ReadingSql(database, context)) };
}

/** A transaction that opens with its first statement, and notes which folders it announces. */
export class LaterSql implements TenantSql {
  readonly announced = new Set<string>();
  #isOpen = false;
  #changesTree = false;

  constructor(
    readonly context: TenantContext,
    private readonly need: () => Promise<Visit>,
  ) {}

  /** From the first statement on: what it wrote is to be seen by what it reads. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Folders came, left, or took another name. */
  get changesTree(): boolean {
    return this.#changesTree;
  }

  async query<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    this.#isOpen = true;
    return (await this.need()).sql.query<R>(text, values);
  }

  async notify(topic: ChangeTopic, id: string, modseq?: number): Promise<void> {
    if (topic === 'folder') this.announced.add(id);
    if (topic === 'folders') this.#changesTree = true;
    this.#isOpen = true;
    await (await this.need()).sql.notify(topic, id, modseq);
  }
}
