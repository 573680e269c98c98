import type { ByteRange, MessageBytes, MessageRange, StoredBytes } from '@cachet/mss-core';
import { liesInBal } from '../folders/lies-in-bal.js';
import type { TenantKeys } from '../keys/tenant-keys.js';
import type { MailSafe } from '../mail-safe.js';
import { StoreDamaged } from '../store-faults.js';
import { CHUNK_SIZE, ROW_SIZE } from './chunks.js';
import { type KeyColumns, MessageKey } from './message-key.js';
import { bytesOf, type FoundBytes, type InTenant, openFrom, pieceAt } from './stored-bytes.js';

/** Octets that reading that range of a message of that size ahead holds, whatever it asks of them: rows are read whole. */
export function octetsHeld({ start, end }: ByteRange, size: number): number {
  return Math.min(Math.ceil(end / ROW_SIZE) * ROW_SIZE, size) - Math.floor(start / ROW_SIZE) * ROW_SIZE;
}

/** Ranges of many messages read in one query, sealed as they are until somebody opens them; blobs are read then. */
export class BytesAhead implements MessageBytes {
  private constructor(
    private readonly beyond: MessageBytes,
    private readonly inTenant: InTenant,
    private readonly safe: MailSafe,
    private readonly held: ReadonlyMap<string, FoundBytes>,
  ) {}

  static async read(
    beyond: MessageBytes,
    inTenant: InTenant,
    safe: MailSafe,
    balId: string,
    ranges: readonly MessageRange[],
  ): Promise<BytesAhead> {
    const short = ranges.filter(({ start, end }) => start < end && end - start <= CHUNK_SIZE);
    return new BytesAhead(beyond, inTenant, safe, await beginnings(inTenant, safe, balId, short));
  }

  async open(messageId: string, range?: ByteRange): Promise<StoredBytes | null> {
    const found = range && this.held.get(keyOf({ messageId, ...range }));
    if (!found) return this.beyond.open(messageId, range);
    const opened = openFrom(this.inTenant, this.safe, messageId, found, range);
    // A blob may have left with its message since the row was read: asked again, a message that is gone is none, and a damaged one is damaged.
    return found.in_blob ? opened.catch((fault) => this.#again(fault, messageId, range)) : opened;
  }

  #again(fault: unknown, messageId: string, range: ByteRange): Promise<StoredBytes | null> {
    if (!(fault instanceof StoreDamaged)) throw fault;
    return this.beyond.open(messageId, range);
  }

  ahead(ranges: readonly MessageRange[]): Promise<MessageBytes> {
    return this.beyond.ahead(ranges);
  }
}

interface Row extends KeyColumns {
  readonly id: string;
  readonly asked: number;
  readonly size: number;
  readonly in_blob: boolean;
  readonly bytes: Uint8Array | null;
}

async function beginnings(
  inTenant: InTenant,
  safe: MailSafe,
  balId: string,
  ranges: readonly MessageRange[],
): Promise<ReadonlyMap<string, FoundBytes>> {
  if (ranges.length === 0) return new Map();
  const pieces = ranges.map(({ start, end }) => pieceAt(start, end));
  const columns = [
    ranges.map(({ messageId }) => messageId),
    pieces.map(({ firstRow }) => firstRow),
    pieces.map(({ lastRow }) => lastRow),
  ];
  return inTenant(async (sql) => {
    const { tenantId } = sql.context;
    const rows = await sql.query<Row>(
      // Each is one walk along the key, whatever the planner knows of the table; arrays asked for beside, so that the plan is kept.
      `select m.*, a.asked::int as asked
         from unnest((select $1::uuid[]), (select $2::int[]), (select $3::int[])) with ordinality as a (id, first_row, last_row, asked)
        cross join lateral (
          select m.id, m.size, m.in_blob, m.key_version, m.sealed_key,
                 (${bytesOf('m.id', 'a.first_row', 'a.last_row')}) as bytes
            from mail_message m where m.id = a.id and ${liesInBal('$4')} offset 0) m`,
      [...columns, balId],
    );
    const sealed = rows.filter((row) => row.sealed_key);
    const versions = [...new Set(sealed.map((row) => row.key_version))];
    const keys = versions.length > 0 ? await safe.keys.of(sql, versions) : null;
    const held = new Map<string, FoundBytes>();
    for (const row of rows) {
      const range = ranges[row.asked - 1];
      const key = row.sealed_key && keys ? keyIn(keys, row) : null;
      if (range && key !== 'damaged') held.set(keyOf(range), { ...row, key, tenantId });
    }
    return held;
  });
}

/** Of one whose key is damaged nothing is held: it says so to whoever opens it, and to nobody else. */
function keyIn(keys: TenantKeys, row: Row): MessageKey | null | 'damaged' {
  try {
    return MessageKey.of(keys, row.id, row);
  } catch (fault) {
    if (fault instanceof StoreDamaged) return 'damaged';
    throw fault;
  }
}

function keyOf({ messageId, start, end }: MessageRange): string {
  return `${messageId}/${start}/${end}`;
}
