import { type MailSafe, PgHolderNotices } from '@cachet/mailstore';
import {
  type BalPolicy,
  giveUpRow,
  isOver,
  type Operation,
  runBatch,
  type TenantContext,
} from '@cachet/mss-core';
import { type Clock, type Logger, newId } from '@cachet/runtime';
import {
  type Database,
  inBulkRoom,
  type LeasedOperation,
  PgApiKeys,
  PgOperationQueue,
  PgOperations,
  type TenantSql,
} from '@cachet/schema';

export interface OperationWorkerOptions {
  readonly database: Database;
  /** Seals the letters that tell holders of new accesses. */
  readonly safe: MailSafe;
  readonly balPolicy: BalPolicy;
  /** Business time, that of rights and accesses. */
  readonly clock: Clock;
  /** Wall time: leases and keys follow it. */
  readonly wallClock: Clock;
  readonly logger: Logger;
  /** Rows of one transaction. */
  readonly batchRows?: number;
}

const BATCH_ROWS = 200;
const LEASE_MS = 60_000;
const LOOK_MS = 5_000;

/**
 * Does the rows of operations, one operation at a time. Several may work: each holds what it does by a lease, and the rows of an operation
 * whose worker died are gone on with by another, from the first that was not done.
 */
export class OperationWorker {
  readonly #holder = newId();
  readonly #queue: PgOperationQueue;
  #timer: NodeJS.Timeout | null = null;
  #unsubscribe: (() => void) | null = null;
  #working: Promise<void> | null = null;
  #isAskedAgain = false;
  #isStopped = false;

  constructor(private readonly options: OperationWorkerOptions) {
    this.#queue = new PgOperationQueue(options.database);
  }

  start(): void {
    this.#unsubscribe = this.options.database.changes.subscribe({ topic: 'operation' }, () => this.#wake());
    this.#timer = setInterval(() => this.#wake(), LOOK_MS);
    this.#wake();
  }

  /** Ends after the rows that are being done. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe?.();
    if (this.#timer) clearInterval(this.#timer);
    await this.#working;
  }

  /** Works until nothing is left that nobody holds. */
  async drain(): Promise<void> {
    for (;;) {
      const now = this.options.wallClock();
      const leased = this.#isStopped ? null : await this.#queue.lease(this.#holder, now, leaseEnd(now));
      if (!leased) return;
      await this.#goOn(leased);
    }
  }

  #wake(): void {
    if (this.#isStopped) return;
    if (this.#working) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isAskedAgain = false;
    this.#working = this.drain()
      .catch((error) => this.options.logger.warn({ err: error }, 'operations could not be gone on with'))
      .finally(() => {
        this.#working = null;
        if (this.#isAskedAgain) this.#wake();
      });
  }

  async #goOn(leased: LeasedOperation): Promise<void> {
    const { operationId } = leased;
    try {
      while (!this.#isStopped) {
        if (!(await this.#batch(leased))) return;
        if (!(await this.#queue.renew(this.#holder, operationId, leaseEnd(this.options.wallClock())))) return;
      }
    } finally {
      await this.#queue.release(this.#holder, operationId, this.options.clock());
    }
  }

  /** False when the operation is over. */
  async #batch(leased: LeasedOperation): Promise<boolean> {
    const { batchRows = BATCH_ROWS, logger } = this.options;
    try {
      return await this.#rows(leased, batchRows);
    } catch (error) {
      logger.warn({ err: error, ...leased }, 'rows could not be done together: they are done one by one');
      return this.#oneByOne(leased, batchRows);
    }
  }

  async #oneByOne(leased: LeasedOperation, rows: number): Promise<boolean> {
    for (let row = 0; row < rows; row += 1) {
      const number = await this.#nextNumber(leased);
      const goesOn = await this.#rows(leased, 1).catch((error) => this.#giveUp(leased, number, error));
      if (!goesOn) return false;
    }
    return true;
  }

  #nextNumber({ operationId, tenantId }: LeasedOperation): Promise<number | null> {
    return this.options.database.withTenant(this.#ownContext(tenantId), async (sql) => {
      const operations = new PgOperations(sql);
      const operation = await operations.byId(operationId);
      const rows = operation ? await operations.nextRows(operationId, operation.phase, 1) : [];
      return rows[0]?.number ?? null;
    });
  }

  async #rows({ operationId, tenantId }: LeasedOperation, size: number): Promise<boolean> {
    const context = await this.#contextOf({ operationId, tenantId });
    if (!context) return false;
    const outcome = await this.options.database.withTenant(context, (sql) =>
      inBulkRoom(sql, this.#roomOf(operationId), (room) =>
        runBatch(context, room, { newId, policy: this.options.balPolicy }, operationId, size),
      ),
    );
    return outcome === 'goesOn';
  }

  // A fault of the database itself throws here again, and nothing is given up: another look goes on.
  async #giveUp(
    { operationId, tenantId }: LeasedOperation,
    number: number | null,
    error: unknown,
  ): Promise<boolean> {
    if (number === null) throw error;
    this.options.logger.error({ err: error, operationId, tenantId, number }, 'a row could not be done');
    await this.options.database.withTenant(this.#ownContext(tenantId), (sql) =>
      inBulkRoom(sql, this.#roomOf(operationId), (room) => giveUpRow(room, operationId, number)),
    );
    return true;
  }

  /** Whoever asked, with what they may do now: a key that was revoked meanwhile may nothing. Null when the operation is over. */
  #contextOf({ operationId, tenantId }: LeasedOperation): Promise<TenantContext | null> {
    return this.options.database.withTenant(this.#ownContext(tenantId), async (sql) => {
      const operation = await new PgOperations(sql).byId(operationId);
      if (!operation || isOver(operation.state)) return null;
      const { author: actor, means, remoteAddress } = operation;
      const scopes = await this.#scopesOf(sql, operation);
      return { ...sql.context, actor, means, remoteAddress, correlationId: operationId, scopes };
    });
  }

  // A token may have fewer scopes than its key, and a key may have ended.
  async #scopesOf(sql: TenantSql, { author, scopes }: Operation): Promise<ReadonlySet<string>> {
    if (author.kind !== 'partner') return new Set();
    const [key] = await new PgApiKeys(sql).usableAmong([author.apiKeyId], this.options.wallClock());
    return new Set(scopes.filter((scope) => key?.scopes.includes(scope)));
  }

  #roomOf(operationId: string) {
    const { safe } = this.options;
    return { operationId, noticesOf: (sql: TenantSql) => new PgHolderNotices(sql, safe) };
  }

  #ownContext(tenantId: LeasedOperation['tenantId']): TenantContext {
    const actor = { kind: 'system', name: 'jobs:operations' } as const;
    const at = this.options.clock();
    return { actor, means: 'job', at, correlationId: newId(), remoteAddress: null, tenantId };
  }
}

function leaseEnd(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS);
}
