import type { TenantContext, TenantId } from '@cachet/mss-core';
import type { PoolClient } from 'pg';
import { type ChangeTopic, channelOf, writeChange } from './change.js';
import type { Lanes } from './lanes.js';
import type { Statement } from './together.js';
import { preparedQuery } from './transaction.js';

/** SQL without a tenant: sees the shared tables only. Usable until its transaction ends. */
export interface SharedSql {
  /** One statement, its values bound; `bigint` columns come as numbers. */
  query<R>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** Tells the other processes, when the transaction commits; of a folder with the modseq it reached, when nothing else changed. */
  notify(topic: ChangeTopic, id: string, modseq?: number): Promise<void>;
}

/** SQL inside one tenant: sees that tenant's rows and the shared tables. Usable until its visit ends. */
export interface TenantSql extends SharedSql {
  readonly context: TenantContext;
}

/** A hold on one transaction that is taken back when its visit ends. */
class Visit implements SharedSql {
  #client: PoolClient | null;

  constructor(
    client: PoolClient,
    private readonly tenant: TenantId | null,
  ) {
    this.#client = client;
  }

  async query<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    if (!this.#client) throw new Error('this visit of the database is over');
    const { rows } = await this.#client.query(preparedQuery({ text, values }));
    return rows as R[];
  }

  async notify(topic: ChangeTopic, id: string, modseq?: number): Promise<void> {
    const told = writeChange(topic, this.tenant, id, modseq);
    await this.query('select pg_notify($1, $2)', [channelOf(topic), told]);
  }

  end(): void {
    this.#client = null;
  }
}

class TenantVisit extends Visit implements TenantSql {
  constructor(
    client: PoolClient,
    readonly context: TenantContext,
  ) {
    super(client, context.tenantId);
  }
}

/**
 * SQL that only reads inside one tenant. Each statement is a transaction of its own, which PostgreSQL lets change nothing, and is
 * answered in one round trip: for questions that need not agree on one moment.
 */
export class TenantReading implements TenantSql {
  constructor(
    private readonly lanes: Pick<Lanes, 'runBehind'>,
    readonly context: TenantContext,
  ) {}

  query<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.lanes.runBehind<R>(
      { text: ENTER_READING, values: [this.context.tenantId] },
      { text, values },
    );
  }

  notify(): Promise<void> {
    return Promise.reject(new Error('who reads announces nothing'));
  }
}

/** Enters a tenant within the client's open transaction, for the time of `work`. */
export function visitTenant<T>(
  client: PoolClient,
  context: TenantContext,
  work: (sql: TenantSql) => Promise<T>,
): Promise<T> {
  return entered(client, context.tenantId, () => whileOpen(new TenantVisit(client, context), work));
}

/** Works without a tenant within the client's open transaction. */
export function visitShared<T>(client: PoolClient, work: (sql: SharedSql) => Promise<T>): Promise<T> {
  return entered(client, null, () => whileOpen(new Visit(client, null), work));
}

const ENTER_READING =
  "select set_config('app.tenant_id', $1, true), set_config('transaction_read_only', 'on', true)";

export const ENTER = "select set_config('app.tenant_id', $1, true)";

/** The statement by which a transaction enters a tenant, or leaves them all. */
export function enteringOf(tenant: TenantId | null): Statement {
  return { text: ENTER, values: [tenant ?? ''] };
}

// Every transaction sets it, even to nothing, so that a value left on the session by anybody can never count. The first statement
// of the visit leaves in the same write, behind it: where setting failed, PostgreSQL refuses all that follows.
async function entered<T>(client: PoolClient, tenant: TenantId | null, work: () => Promise<T>): Promise<T> {
  const [set, result] = await Promise.allSettled([client.query(preparedQuery(enteringOf(tenant))), work()]);
  if (set.status === 'rejected') throw set.reason;
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

async function whileOpen<V extends Visit, T>(visit: V, work: (visit: V) => Promise<T>): Promise<T> {
  try {
    return await work(visit);
  } finally {
    visit.end();
  }
}
