import type { Journal, NamedPerson, TraceEvent } from '@cachet/mss-core';
import type { ChangeTopic } from '../change.js';
import type { TenantSql } from '../sql.js';
import { PgJournal } from './pg-journal.js';

/** What a transaction tells when it ends, gathered so that many rows cost one trip; what is undone tells nothing. */
export class Gathered implements Journal {
  #traces: TraceEvent[] = [];
  #changes: (readonly [ChangeTopic, string])[] = [];
  /** People who became known, and the words of their family names. */
  readonly people: (readonly [NamedPerson, readonly string[]])[] = [];
  readonly #sent: Promise<unknown>[] = [];

  async record(events: readonly TraceEvent[]): Promise<void> {
    this.#traces.push(...events);
  }

  notify(topic: ChangeTopic, id: string): void {
    this.#changes.push([topic, id]);
  }

  /** Forgets what is gathered from now on when it is called. */
  mark(): () => void {
    const [traces, changes, people] = [this.#traces.length, this.#changes.length, this.people.length];
    return () => {
      this.people.length = people;
      this.#traces.length = traces;
      this.#changes.length = changes;
    };
  }

  async write(sql: TenantSql): Promise<void> {
    await new PgJournal(sql).record(this.#traces);
    const changes = new Map(this.#changes.map((change) => [change.join(), change]));
    await Promise.all([...changes.values()].map(([topic, id]) => sql.notify(topic, id)));
  }

  /** A statement that answers no row is sent and not waited for: the next one leaves behind it. Whether it was done is known by `settle`. */
  send(statement: Promise<unknown>): void {
    statement.catch(() => undefined);
    this.#sent.push(statement);
  }

  async settle(): Promise<void> {
    await Promise.all(this.#sent.splice(0));
  }
}
