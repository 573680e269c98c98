import { Buffer } from 'node:buffer';
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { TenantContext, TenantId } from '@cachet/mss-core';
import { type Database, PgJournal, type TenantSql } from '@cachet/schema';
import { KEY_BYTES, type MasterKey, type WrappedKey } from './master-key.js';
import {
  destroyTenantKey,
  insertTenantKey,
  retiredBefore,
  retireTenantKeys,
  rewrapTenantKey,
  type TenantKeyRow,
  tenantKeyRows,
} from './tenant-key-rows.js';
import { STABLE, TenantKeys } from './tenant-keys.js';

/** Tenants whose keys are kept open at one time. */
const MOST_TENANTS = 10_000;
/** How long a new version of a tenant's key may go unnoticed. */
const FRESH_MS = 60_000;
const FIRST = 1;

interface Known {
  readonly keys: TenantKeys;
  readonly readAt: number;
}

/**
 * The keys of tenants: each has a data key of its own, made when first needed, wrapped by the master key in the database and open only
 * in memory. The door for whatever is to be sealed for a tenant: `purposeKey` of what `of` answers, with `sealRecord` and `openRecord`.
 */
export class KeyRing {
  readonly #known = new Map<TenantId, Known>();
  readonly #opening = new Map<string, Promise<KeyObject>>();

  constructor(
    private readonly database: Pick<Database, 'withTenant'>,
    private readonly master: MasterKey,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * The keys of the tenant that this transaction is in, read and if need be made through it: no second connection is waited for.
   * Asked before any lock is taken, for the first who needs the keys of a tenant keeps the others waiting until they are kept.
   * `needed` are versions that another process may have made since.
   * @throws StoreUnavailable
   */
  async of(sql: TenantSql, needed: readonly (number | null)[] = []): Promise<TenantKeys> {
    const { tenantId } = sql.context;
    const known = this.#fresh(tenantId);
    if (known && needed.every((version) => version === null || known.peek(version))) return known;
    const readAt = this.now();
    const rows = await this.#rowsOf(sql);
    const keys = await this.#opened(tenantId, rows);
    // What this transaction has made is nothing yet: if it is undone, so is all that was sealed with it.
    if (rows.every(({ mine }) => !mine)) this.#remember(tenantId, { keys, readAt });
    return keys;
  }

  /** The same in a transaction of its own. @throws StoreUnavailable */
  async for(context: TenantContext): Promise<TenantKeys> {
    const { tenantId } = context;
    const known = this.#fresh(tenantId);
    if (known) return known;
    const readAt = this.now();
    const rows = await this.database.withTenant(context, (sql) => this.#rowsOf(sql));
    const keys = await this.#opened(tenantId, rows);
    this.#remember(tenantId, { keys, readAt });
    return keys;
  }

  /** Opens a key of that tenant by the master key, whatever is in memory. @throws StoreUnavailable */
  async prove(context: TenantContext): Promise<void> {
    const { version } = await this.for(context);
    const rows = await this.database.withTenant(context, tenantKeyRows);
    const row = rows.find((each) => each.version === version);
    if (row) await this.master.unwrap(row, ownerOf(context.tenantId, version));
  }

  /** Wraps the tenant's keys by the newest version of the master key where an older one did. */
  async rewrapAll(context: TenantContext): Promise<void> {
    await this.database.withTenant(context, async (sql) => {
      for (const row of await tenantKeyRows(sql, 'for update')) {
        const owner = ownerOf(context.tenantId, row.version);
        const fresh = await this.master.wrap(await this.master.unwrap(row, owner), owner);
        if (fresh.master !== row.master) await rewrapTenantKey(sql, row.version, fresh);
      }
    });
  }

  /**
   * Gives the tenant a new data key unless its present one was made after `olderThan`. Answers the version that wraps from now on, null
   * for a tenant that has no keys yet. Other processes notice within a minute.
   */
  async addVersion(context: TenantContext, olderThan: Date): Promise<number | null> {
    const version = await this.database.withTenant(context, async (sql) => {
      const newest = (await tenantKeyRows(sql, 'for update')).at(-1);
      if (!newest) return null;
      if (newest.created_at > olderThan) return newest.version;
      const next = newest.version + 1;
      await insertTenantKey(sql, next, await this.newKey(context.tenantId, next));
      return next;
    });
    this.#known.delete(context.tenantId);
    return version;
  }

  /** Marks data keys that wrap nothing any more. */
  async retireUnused(context: TenantContext): Promise<void> {
    await this.database.withTenant(context, retireTenantKeys);
    this.#known.delete(context.tenantId);
  }

  /** The newest version when others are left beside it, whose rotation has not ended; null otherwise. */
  async unfinished(context: TenantContext): Promise<number | null> {
    const rows = await this.database.withTenant(context, (sql) => tenantKeyRows(sql));
    const [former, ...later] = rows.filter(({ version }) => version !== STABLE);
    return former ? (later.at(-1)?.version ?? null) : null;
  }

  /**
   * Destroys for good, each with its trace, the data keys that were retired before that moment and that nothing needs. Answers their versions.
   */
  // EX_GBM_6010: a message that has left is opened by no former key either, wherever an old copy of its row lies.
  async destroyRetired(context: TenantContext, before: Date): Promise<readonly number[]> {
    const destroyed: number[] = [];
    for (const version of await this.database.withTenant(context, (sql) => retiredBefore(sql, before))) {
      const isDestroyed = await this.database.withTenant(context, (sql) => destroyTraced(sql, version));
      if (isDestroyed) destroyed.push(version);
    }
    if (destroyed.length > 0) this.#known.delete(context.tenantId);
    return destroyed;
  }

  #fresh(tenantId: TenantId): TenantKeys | null {
    const known = this.#known.get(tenantId);
    return known && this.now() - known.readAt < FRESH_MS ? known.keys : null;
  }

  async #rowsOf(sql: TenantSql): Promise<readonly TenantKeyRow[]> {
    const found = await tenantKeyRows(sql);
    if (found.length > 0) return found;
    for (const version of [STABLE, FIRST]) {
      await insertTenantKey(sql, version, await this.newKey(sql.context.tenantId, version));
    }
    return tenantKeyRows(sql);
  }

  async #opened(tenantId: TenantId, rows: readonly TenantKeyRow[]): Promise<TenantKeys> {
    const open = rows.map(async (row) => [row.version, await this.#open(tenantId, row)] as const);
    const current = Math.max(...rows.filter(({ retired }) => !retired).map(({ version }) => version));
    return new TenantKeys(tenantId, current, new Map(await Promise.all(open)));
  }

  /** A version is opened once, however many ask for it at one moment; the key itself never changes, only its wrapping. */
  #open(tenantId: TenantId, row: TenantKeyRow): Promise<KeyObject> {
    const known = this.#known.get(tenantId)?.keys.peek(row.version);
    if (known) return Promise.resolve(known);
    // Its bytes are part of the name: of two transactions that make a tenant's first key, one is undone.
    const name = `${tenantId} ${row.version} ${Buffer.from(row.wrapped).toString('base64')}`;
    const underway = this.#opening.get(name);
    if (underway) return underway;
    const owner = ownerOf(tenantId, row.version);
    const opening = this.master.unwrap(row, owner).then((key) => createSecretKey(key));
    this.#opening.set(name, opening);
    return opening.finally(() => this.#opening.delete(name));
  }

  /** A new key for that tenant, wrapped and not yet kept. */
  newKey(tenantId: TenantId, version: number): Promise<WrappedKey> {
    return this.master.wrap(randomBytes(KEY_BYTES), ownerOf(tenantId, version));
  }

  #remember(tenantId: TenantId, known: Known): void {
    this.#known.delete(tenantId);
    this.#known.set(tenantId, known);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > MOST_TENANTS) this.#known.delete(oldest);
  }
}

async function destroyTraced(sql: TenantSql, version: number): Promise<boolean> {
  const key = await destroyTenantKey(sql, version);
  if (!key) return false;
  const facts = { version, createdAt: key.created_at.toISOString(), retiredAt: key.retired_at.toISOString() };
  await new PgJournal(sql).record([{ kind: 'key.destroyed', outcome: 'ok', facts }]);
  return true;
}

function ownerOf(tenantId: TenantId, version: number): string {
  return `tenant ${tenantId}, key ${version}`;
}
