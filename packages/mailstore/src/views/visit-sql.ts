import type { Journal, TenantContext } from '@cachet/mss-core';
import type { ChangeTopic, TenantSql } from '@cachet/schema';

/** One transaction and the journal of its acts. */
export interface Visit {
  readonly sql: TenantSql;
  readonly journal: Journal;
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
