import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { TenantContext } from '@cachet/mss-core';
import type { Database, TenantSql } from '@cachet/schema';
import type { KeyRing } from '../keys/key-ring.js';
import { pieceOpener, pieceSeal } from '../keys/piece-seal.js';
import type { TenantKeys } from '../keys/tenant-keys.js';
import { StoreDamaged } from '../store-faults.js';

const PURPOSE = 'statistics';
const PIECE_BYTES = 256 * 1024;
/** Octets of a piece that are read at once. They come as text of twice their size: no longer than what one read of the socket holds. */
const SLICE_BYTES = 24 * 1024;

export interface KeptArchive {
  readonly id: string;
  /** Octets. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

/**
 * Archives of statistics, in the operator's own tenant: sealed, in pieces, each written by itself, so that any size is written and read in the
 * memory of one. Who is killed while writing leaves pieces that the next writer of the same deposit takes away.
 */
export class StatisticsArchives {
  constructor(
    private readonly database: Pick<Database, 'withTenant'>,
    private readonly keys: KeyRing,
    private readonly newId: () => string,
    private readonly pieceBytes = PIECE_BYTES,
  ) {}

  /** Keeps an archive in the place of those of that deposit. */
  async write(
    operator: TenantContext,
    depositId: string,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<KeptArchive> {
    const { tenantId } = operator;
    const id = this.newId();
    const seal = pieceSeal(await this.#purposeKey(operator), aboutOf(tenantId, id));
    await this.#in(operator, 'delete from statistics_archive where tenant_id = $1 and deposit_id = $2', [
      depositId,
    ]);
    await this.#in(
      operator,
      'insert into statistics_archive (tenant_id, id, deposit_id, sealed_key) values ($1, $2, $3, $4)',
      [id, depositId, seal.sealedKey],
    );
    const sum = createHash('sha256');
    let [seq, size] = [0, 0];
    for await (const piece of piecesOf(bytes, this.pieceBytes)) {
      sum.update(piece);
      size += piece.length;
      await this.#in(
        operator,
        'insert into statistics_piece (tenant_id, archive_id, seq, bytes) values ($1, $2, $3, $4)',
        [id, seq, seal.seal(seq, piece)],
      );
      seq += 1;
    }
    return { id, size, sha256: sum.digest('hex') };
  }

  /** The octets from `start` to `end`, excluded, in pieces. @throws StoreDamaged when they are not there. */
  async *read(
    operator: TenantContext,
    archiveId: string,
    start: number,
    end: number,
  ): AsyncGenerator<Buffer> {
    const { tenantId } = operator;
    const [archive] = await this.#in<{ sealed_key: Buffer }>(
      operator,
      'select sealed_key from statistics_archive where tenant_id = $1 and id = $2',
      [archiveId],
    );
    if (!archive) throw new StoreDamaged(`statistics archive ${archiveId} is missing`);
    const open = pieceOpener(
      await this.#purposeKey(operator),
      aboutOf(tenantId, archiveId),
      archive.sealed_key,
    );
    const sealed = new SealedPiece();
    for (let at = start; at < end; ) {
      const seq = Math.floor(at / this.pieceBytes);
      await this.database.withTenant(operator, (sql) => sealed.read(sql, archiveId, seq));
      if (sealed.bytes.length === 0) throw new StoreDamaged(`statistics archive ${archiveId} is cut`);
      const offset = seq * this.pieceBytes;
      const wanted = open(seq, sealed.bytes).subarray(at - offset, end - offset);
      if (wanted.length === 0) throw new StoreDamaged(`statistics archive ${archiveId} is cut`);
      yield wanted;
      at += wanted.length;
    }
  }

  /** Removes those that the ANS accepted: nobody needs them. */
  async removeAccepted(operator: TenantContext): Promise<void> {
    await this.#in(
      operator,
      `delete from statistics_archive a
        where a.tenant_id = $1 and exists (select from statistics_deposit d where d.id = a.deposit_id and d.state = 'accepted')`,
      [],
    );
  }

  async #purposeKey(operator: TenantContext): Promise<ReturnType<TenantKeys['purposeKey']>> {
    return (await this.keys.for(operator)).purposeKey(PURPOSE);
  }

  #in<R>(operator: TenantContext, text: string, values: readonly unknown[]): Promise<R[]> {
    return this.database.withTenant(operator, (sql) => sql.query<R>(text, [operator.tenantId, ...values]));
  }
}

/** One piece after the other in the same octets, so that reading any number of them leaves nothing behind. */
class SealedPiece {
  #held = Buffer.alloc(0);
  #length = 0;

  /** None when the piece is not there. */
  get bytes(): Buffer {
    return this.#held.subarray(0, this.#length);
  }

  async read(sql: TenantSql, archiveId: string, seq: number): Promise<void> {
    this.#length = 0;
    for (let size = 1; this.#length < size; ) {
      const [row] = await sql.query<{ size: number; slice: string }>(SLICE, [
        ...[sql.context.tenantId, archiveId, seq, this.#length + 1, SLICE_BYTES],
      ]);
      if (!row) return;
      size = row.size;
      if (this.#held.length < size) this.#held = Buffer.alloc(size);
      this.#length += this.#held.write(row.slice, this.#length, 'hex');
    }
  }
}

const SLICE = `
  select octet_length(bytes) as size, encode(substring(bytes from $4 for $5), 'hex') as slice
    from statistics_piece where tenant_id = $1 and archive_id = $2 and seq = $3`;

function aboutOf(tenantId: string, archiveId: string): string {
  return `tenant ${tenantId}, statistics archive ${archiveId}`;
}

/** The same octets in pieces of that size, the last one but for its rest; each is good until the next is asked. */
async function* piecesOf(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  const held = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; ) {
      const taken = Math.min(size - filled, chunk.length - at);
      held.set(chunk.subarray(at, at + taken), filled);
      [filled, at] = [filled + taken, at + taken];
      if (filled < size) continue;
      yield held;
      filled = 0;
    }
  }
  if (filled > 0) yield held.subarray(0, filled);
}
