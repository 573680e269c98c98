import 'reflect-metadata';
import type { TenantContext, TenantId } from '@cachet/mss-core';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Pool, type PoolClient } from 'pg';
import { ChangeFeed } from './change-feed.js';
import { unreachable } from './database-unusable.js';
import { judgeRole } from './judge-role.js';
import { Lanes } from './lanes.js';
import { numericTypes } from './numeric-types.js';
import { ormConfig } from './orm-config.js';
import { LISTENER_PREFIX, presentApplications } from './presence.js';
import {
  ENTER,
  enteringOf,
  type SharedSql,
  TenantReading,
  type TenantSql,
  visitShared,
  visitTenant,
} from './sql.js';
import type { Statement } from './together.js';
import { allAtOnce, inTransaction } from './transaction.js';

export interface DatabaseOptions {
  /** Of the role cachet_app. */
  readonly url: string;
  /** Short name of the process (`api`, `mailedge`): how its peers see that it is present. */
  readonly app: string;
  /** Connections for stores; 10 unless told. */
  readonly poolSize?: number;
  /** Hears of connections lost between two uses; the next use reconnects. */
  readonly onFault?: (fault: Error) => void;
}

/** Connections shared by lone statements: enough for the disk to be busy while others wait for it. */
const LANES = 3;
/** Those of readers beside them: no more than keep a few processors busy, so that transactions find the others free. */
const READING_LANES = 4;

/** A statement and the tenant it runs in; null for shared tables only. */
export interface TenantStatement extends Statement {
  readonly tenantId: TenantId | null;
}

/** Enters one tenant within a transaction that visits several. */
export type VisitTenant = <U>(ctx: TenantContext, work: (sql: TenantSql) => Promise<U>) => Promise<U>;

/**
 * The only door to PostgreSQL. Whoever comes through it is in exactly one tenant, or in none and sees
 * shared tables only; the wall itself is held by row level security.
 */
export class Database {
  #orm: MikroORM | null = null;
  private readonly lanes: Lanes;
  private readonly readingLanes: Lanes;

  private constructor(
    private readonly options: DatabaseOptions,
    private readonly pool: Pool,
    readonly changes: ChangeFeed,
    private readonly isBeside = false,
  ) {
    this.lanes = new Lanes(pool, LANES);
    this.readingLanes = new Lanes(pool, READING_LANES);
  }

  /** @throws DatabaseUnusable when unreachable, not migrated, older than 15, or when the role could bypass the wall. */
  static async connect(options: DatabaseOptions): Promise<Database> {
    const pool = openPool(options);
    const changes = new ChangeFeed(options.url, `${LISTENER_PREFIX}${options.app}`, options.onFault);
    try {
      await pool.query('select').catch((cause: unknown) => {
        throw unreachable(options.url, cause);
      });
      await judgeRole(pool);
      await changes.start();
      return new Database(options, pool, changes);
    } catch (fault) {
      await Promise.allSettled([changes.stop(), pool.end()]);
      throw fault;
    }
  }

  /** The same database and announcements by connections of its own: who waits on these makes nobody wait on ours. Closed by itself. */
  beside(poolSize: number): Database {
    const options = { ...this.options, poolSize };
    return new Database(options, openPool(options), this.changes, true);
  }

  /** One transaction inside one tenant. */
  withTenant<T>(ctx: TenantContext, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, (client) => visitTenant(client, ctx, work));
  }

  /**
   * One transaction visiting tenants one after the other: a letter to several tenants is accepted whole or not at all.
   * A visit that throws condemns the whole, even when the caller catches it. Who writes shared tables beside opens it `first`, as `shared` does.
   */
  acrossTenants<T>(
    work: (visit: VisitTenant) => Promise<T>,
    opening: 'alongside' | 'first' = 'alongside',
  ): Promise<T> {
    const visiting = async (client: PoolClient) => {
      let inside = false;
      const failures: unknown[] = [];
      const visit: VisitTenant = async (ctx, visitWork) => {
        if (inside) throw new Error('a visit of a tenant ends before the next begins');
        inside = true;
        try {
          return await visitTenant(client, ctx, visitWork);
        } catch (fault) {
          failures.push(fault);
          throw fault;
        } finally {
          inside = false;
        }
      };
      const result = await work(visit);
      if (failures.length > 0) throw failures[0];
      return result;
    };
    return inTransaction(this.pool, visiting, opening);
  }

  /**
   * One transaction whose statements are all known beforehand, each within its tenant: they leave in one write. Answers the rows of each.
   */
  async atOnce(statements: readonly TenantStatement[]): Promise<readonly unknown[][]> {
    const entering = statements.map(({ tenantId }, index) => statements[index - 1]?.tenantId !== tenantId);
    const all = statements.flatMap((statement, index) =>
      entering[index] ? [enteringOf(statement.tenantId), statement] : [statement],
    );
    const rows = await allAtOnce(this.pool, all);
    return rows.filter((_, index) => all[index]?.text !== ENTER);
  }

  /**
   * One statement that is a transaction of its own and enters its tenant itself; what many sessions ask at one moment shares few
   * connections and few writes.
   */
  alone<R>(statement: Statement): Promise<R[]> {
    return this.lanes.run(statement);
  }

  /** Reads inside one tenant, each statement by itself: cheaper than a transaction wherever nothing is changed. */
  reading(ctx: TenantContext): TenantSql {
    return new TenantReading(this.readingLanes, ctx);
  }

  /** One transaction without a tenant. */
  shared<T>(work: (sql: SharedSql) => Promise<T>): Promise<T> {
    // Shared tables are not behind the wall: had BEGIN failed, what follows it in the same write would be kept alone.
    return inTransaction(this.pool, (client) => visitShared(client, work), 'first');
  }

  /** Entities of one tenant, for administration reads. A fresh one for each request. */
  em(tenantId: TenantId): EntityManager {
    this.#orm ??= new MikroORM(
      ormConfig(this.options.url, `cachet-em:${this.options.app}`, 4, (message) =>
        this.options.onFault?.(new Error(message)),
      ),
    );
    return this.#orm.em.fork({ session: { variables: { 'app.tenant_id': tenantId } } });
  }

  /** The applications (`api`, `mailedge`, …) whose listening connection is alive on this database, our own included. */
  async presence(): Promise<ReadonlySet<string>> {
    return presentApplications(this.pool);
  }

  async close(): Promise<void> {
    const stopHearing = this.isBeside ? undefined : this.changes.stop();
    await Promise.all([stopHearing, this.pool.end(), this.#orm?.close(true)]);
  }
}

function openPool({ url, app, poolSize, onFault }: DatabaseOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: `cachet-pool:${app}`,
    max: poolSize ?? 10,
    connectionTimeoutMillis: 5_000,
    // A new backend reads and plans everything anew: worth keeping from one burst to the next.
    idleTimeoutMillis: 5 * 60_000,
    keepAlive: true,
    statement_timeout: 60_000,
    // A server lost without a word answers nothing: its connection is given up, and its transactions are then in doubt.
    query_timeout: 70_000,
    idle_in_transaction_session_timeout: 60_000,
    pipeline: true,
    types: numericTypes,
  });
  const hear = onFault ?? (() => undefined);
  pool.on('error', hear);
  // A connection lost while in use also fails its query; unheard, the event would end the process.
  pool.on('connect', (client) => client.on('error', hear));
  return pool;
}
