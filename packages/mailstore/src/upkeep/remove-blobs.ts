import type { ActContext, TenantContext } from '@cachet/mss-core';
import type { Database } from '@cachet/schema';
import type { BlobStore, KnownBlob } from '../blobs/blob-store.js';

const BATCH = 500;
/** A blob without a row may be one whose row is about to be committed: nobody takes as long as this. */
export const GRACE_MS = 24 * 3_600_000;

/**
 * Removes the blobs of messages that have left: asked for in the transaction that removed the message, done once it is committed, and as
 * often as it takes. Answers how many.
 */
// EX_GBM_6010: a message's bytes leave with it, wherever they lay; its key left first.
export async function removeBlobs(
  database: Pick<Database, 'withTenant'>,
  blobs: BlobStore,
  context: TenantContext,
): Promise<number> {
  for (let removed = 0; ; ) {
    const asked = await database.withTenant(context, (sql) =>
      sql.query<{ id: string }>('select blob_id as id from blob_removal limit $1', [BATCH]),
    );
    for (const { id } of asked) await blobs.remove({ tenantId: context.tenantId, id });
    const ids = asked.map(({ id }) => id);
    await database.withTenant(context, (sql) =>
      sql.query('delete from blob_removal where blob_id = any($1::uuid[])', [ids]),
    );
    removed += ids.length;
    if (ids.length < BATCH) return removed;
  }
}

/**
 * Blobs that no message and no removal names, older than the grace: what a process wrote before it was killed, or before its transaction
 * was undone.
 */
export async function* orphanedBlobs(
  database: Pick<Database, 'withTenant'>,
  blobs: BlobStore,
  act: ActContext,
  now: Date,
): AsyncGenerator<KnownBlob> {
  for await (const batch of batchesOf(blobs.list())) {
    const old = batch.filter(({ writtenAt }) => now.getTime() - writtenAt.getTime() > GRACE_MS);
    for (const [tenantId, found] of Map.groupBy(old, (blob) => blob.tenantId)) {
      const known = await knownAmong(database, { ...act, tenantId }, found);
      yield* found.filter(({ id }) => !known.has(id));
    }
  }
}

/** Removes them. Answers how many. */
export async function collectBlobs(
  database: Pick<Database, 'withTenant'>,
  blobs: BlobStore,
  act: ActContext,
  now: Date,
): Promise<number> {
  let collected = 0;
  for await (const orphan of orphanedBlobs(database, blobs, act, now)) {
    await blobs.remove(orphan);
    collected += 1;
  }
  return collected;
}

async function knownAmong(
  database: Pick<Database, 'withTenant'>,
  context: TenantContext,
  found: readonly KnownBlob[],
): Promise<ReadonlySet<string>> {
  const rows = await database.withTenant(context, (sql) =>
    sql.query<{ id: string }>(
      `select id from mail_message where id = any($1::uuid[]) and in_blob
       union all select blob_id from blob_removal where blob_id = any($1::uuid[])`,
      [found.map(({ id }) => id)],
    ),
  );
  return new Set(rows.map(({ id }) => id));
}

async function* batchesOf(all: AsyncIterable<KnownBlob>): AsyncGenerator<readonly KnownBlob[]> {
  let batch: KnownBlob[] = [];
  for await (const blob of all) {
    batch.push(blob);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
