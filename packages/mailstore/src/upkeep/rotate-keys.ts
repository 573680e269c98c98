import type { TenantContext } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import { type KeyColumns, MessageKey } from '../bytes/message-key.js';
import { takeBackRetirement } from '../keys/tenant-key-rows.js';
import type { TenantKeys } from '../keys/tenant-keys.js';
import type { MailSafe } from '../mail-safe.js';
import { StoreDamaged } from '../store-faults.js';

/** Messages whose keys are wrapped anew in one transaction: small rows, held for a moment. */
const BATCH = 500;

export interface Rotated {
  /** The version that wraps from now on. */
  readonly version: number;
  /** Message keys wrapped anew. */
  readonly rewrapped: number;
}

/**
 * Gives the tenant a new data key, unless its present one is younger than `olderThan`, and wraps every message key by it: bytes are not
 * touched, mail is read and received meanwhile. Run again after a kill, it goes on where it was and begins nothing anew.
 * Wraps the tenant's keys by the newest version of the master key as well. Null for a tenant without keys.
 */
export async function rotateKeys(
  database: Pick<Database, 'withTenant'>,
  safe: MailSafe,
  context: TenantContext,
  olderThan: Date,
): Promise<Rotated | null> {
  await safe.keys.rewrapAll(context);
  const version = await safe.keys.addVersion(context, olderThan);
  return version === null ? null : rewrapMessageKeys(database, safe, context, version);
}

/** Wraps by the data key of that version, the newest, what an older one still wraps, and retires the older ones once they wrap nothing. */
export async function rewrapMessageKeys(
  database: Pick<Database, 'withTenant'>,
  safe: MailSafe,
  context: TenantContext,
  version: number,
): Promise<Rotated> {
  let rewrapped = 0;
  for (let after = FIRST; ; ) {
    const done = await database.withTenant(context, async (sql) => {
      const rows = await sql.query<{ id: string; key_version: number; sealed_key: Buffer }>(
        `select id, key_version, sealed_key from mail_message
          where id > $1 and key_version < $2 order by id limit $3 for no key update`,
        [after, version, BATCH],
      );
      const keys = await safe.keys.of(sql, [version, ...rows.map((row) => row.key_version)]);
      const fresh = rows.flatMap((row) => {
        const key = openedOrNull(keys, row);
        return key ? [{ id: row.id, ...key.rewrapped(keys) }] : [];
      });
      await sql.query(
        `update mail_message m set key_version = $3, sealed_key = n.sealed
           from unnest($1::uuid[], $2::bytea[]) as n(id, sealed) where m.id = n.id`,
        [fresh.map(({ id }) => id), fresh.map(({ sealedKey }) => sealedKey), version],
      );
      await takeBackRetirement(sql, [...new Set(rows.map((row) => row.key_version))]);
      return rows;
    });
    rewrapped += done.length;
    const last = done.at(-1);
    if (!last || done.length < BATCH) break;
    after = last.id;
  }
  await safe.keys.retireUnused(context);
  return { version, rewrapped };
}

/** One that does not open stays under its version, which is then not retired: the check names it. */
function openedOrNull(keys: TenantKeys, row: KeyColumns & { readonly id: string }): MessageKey | null {
  try {
    return MessageKey.of(keys, row.id, row);
  } catch (fault) {
    if (fault instanceof StoreDamaged) return null;
    throw fault;
  }
}

const FIRST = '00000000-0000-0000-0000-000000000000';
