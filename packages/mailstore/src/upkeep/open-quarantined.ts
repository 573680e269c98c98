import { createHash } from 'node:crypto';
import type { TenantContext } from '@cachet/mss-core';
import { type Database, PgJournal, PgMalware } from '@cachet/schema';
import { quarantineOpener } from '../keys/quarantine-seal.js';
import type { MailSafe } from '../mail-safe.js';
import { StoreDamaged } from '../store-faults.js';

export interface EvidenceQuestion {
  readonly letterId: string;
  readonly reader: string;
  readonly reason: string;
  /** Its sealed pieces in order, in hexadecimal: the owner of the database takes them out, the application has no right to. */
  readonly pieces: AsyncIterable<string>;
}

/**
 * The octets of an infected letter, for whoever was given its sealed pieces by the owner of the database: neither of the two reads it alone.
 * Traced, and committed, before the first octet is given. Null when there is no such letter, or no key of it any more.
 * @throws StoreDamaged in the middle or at the end, when it is not the letter that was put aside.
 */
export async function openQuarantined(
  database: Pick<Database, 'withTenant'>,
  safe: MailSafe,
  context: TenantContext,
  { letterId, reader, reason, pieces }: EvidenceQuestion,
): Promise<AsyncIterable<Buffer> | null> {
  return database.withTenant(context, async (sql) => {
    const letter = await new PgMalware(sql).sealOf(letterId);
    if (!letter) return null;
    const open = quarantineOpener(await safe.keys.of(sql), letterId, letter.sealedKey);
    const facts = { quarantineId: letterId, reader, reason };
    await new PgJournal(sql).record([{ kind: 'quarantine.exported', outcome: 'ok', facts }]);
    return opened(pieces, open, letter);
  });
}

async function* opened(
  pieces: AsyncIterable<string>,
  open: (seq: number, sealed: Uint8Array) => Buffer,
  { size, sha256 }: { readonly size: number; readonly sha256: string },
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let seq = 0;
  let octets = 0;
  for await (const piece of pieces) {
    const bytes = open(seq, Buffer.from(piece, 'hex'));
    hash.update(bytes);
    octets += bytes.length;
    seq += 1;
    yield bytes;
  }
  if (octets !== size || hash.digest('hex') !== sha256)
    throw new StoreDamaged('these are not all the pieces of the letter');
}
