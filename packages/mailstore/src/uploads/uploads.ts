import { Buffer } from 'node:buffer';
import { done, type IdNat, type Outcome, refused, type TenantContext } from '@cachet/mss-core';
import type { Database, TenantSql } from '@cachet/schema';
import { inChunks } from '../bytes/chunks.js';
import { type PieceSeal, pieceOpener, pieceSeal } from '../keys/piece-seal.js';
import { openRecord, sealRecord } from '../keys/sealed-record.js';
import type { TenantKeys } from '../keys/tenant-keys.js';
import type { MailSafe } from '../mail-safe.js';
import { StoreDamaged } from '../store-faults.js';

/** Whose upload it is, and for letters of which BAL. */
export interface UploadOwner {
  readonly balId: string;
  readonly idNat: IdNat;
}

export interface UploadFacts {
  readonly name: string;
  readonly mediaType: string;
}

/** A file that waits for its letter. */
export interface KnownUpload extends UploadFacts {
  readonly id: string;
  /** Octets. */
  readonly size: number;
  readonly expiresAt: Date;
}

export interface NewUpload {
  readonly id: string;
  readonly owner: UploadOwner;
  readonly facts: UploadFacts;
  readonly expiresAt: Date;
  /** Octets at most. */
  readonly limit: number;
}

/** What one person may leave waiting in one structure. */
const MOST_FILES = 100;
const MOST_OCTETS = 4 * 26_214_400;

interface UploadRow {
  id: string;
  sealed_key: Buffer;
  sealed_facts: Buffer;
  size: number;
  expires_at: Date;
}

/** Files uploaded for letters: sealed while they come, each for one person, one BAL and one letter. */
export class Uploads {
  constructor(
    private readonly database: Pick<Database, 'withTenant'>,
    private readonly safe: Pick<MailSafe, 'keys'>,
  ) {}

  /** Keeps what comes, piece by piece and no transaction waiting. Refuses messageTooLarge, limitReached. @throws what the source throws. */
  async receive(
    context: TenantContext,
    upload: NewUpload,
    octets: AsyncIterable<Uint8Array>,
  ): Promise<Outcome<KnownUpload>> {
    const keys = await this.safe.keys.for(context);
    const seal = pieceSeal(keys.purposeKey(PURPOSE), aboutOf(keys, upload.id));
    const within = await this.#in(context, (sql) => insert(sql, keys, seal, upload));
    if (!within) return refused('limitReached');
    let size = 0;
    let seq = 0;
    for await (const piece of inChunks(octets)) {
      size += piece.length;
      if (size > upload.limit) {
        await this.#in(context, (sql) => remove(sql, upload.id));
        return refused('messageTooLarge', { limit: String(upload.limit) });
      }
      const sealed = seal.seal(seq, piece);
      const isThere = await this.#in(context, (sql) => addPiece(sql, upload.id, seq, sealed, size));
      if (!isThere) return refused('uploadUnknown');
      seq += 1;
    }
    const { id, facts, expiresAt } = upload;
    await this.#in(context, (sql) => sql.query('update upload set is_whole = true where id = $1', [id]));
    return done({ id, ...facts, size, expiresAt });
  }

  /** In the order asked; those of others, those that are not whole and those whose time is over are not there. Refuses uploadUnknown. */
  async find(
    context: TenantContext,
    { balId, idNat }: UploadOwner,
    ids: readonly string[],
  ): Promise<Outcome<readonly KnownUpload[]>> {
    if (ids.length === 0) return done([]);
    const keys = await this.safe.keys.for(context);
    const rows = await this.#in(context, (sql) =>
      sql.query<UploadRow>(
        `select id, sealed_key, sealed_facts, size, expires_at from upload
          where id = any($1::uuid[]) and bal_id = $2 and id_nat = $3 and is_whole and expires_at > $4`,
        [[...ids], balId, idNat, context.at],
      ),
    );
    const found = new Map(rows.map((row) => [row.id, knownOf(keys, row)]));
    const inOrder = ids.map((id) => found.get(id)).filter((upload) => upload !== undefined);
    return inOrder.length === ids.length ? done(inOrder) : refused('uploadUnknown');
  }

  /** Its octets, one piece in memory at a time. @throws StoreDamaged when something of it is not there. */
  async *open(
    context: TenantContext,
    { id, size }: Pick<KnownUpload, 'id' | 'size'>,
  ): AsyncGenerator<Uint8Array> {
    const keys = await this.safe.keys.for(context);
    const [row] = await this.#in(context, (sql) =>
      sql.query<{ sealed_key: Buffer }>('select sealed_key from upload where id = $1', [id]),
    );
    if (!row) throw new StoreDamaged(`upload ${id} is gone`);
    const opened = pieceOpener(keys.purposeKey(PURPOSE), aboutOf(keys, id), row.sealed_key);
    let left = size;
    for (let seq = 0; left > 0; seq += 1) {
      const [piece] = await this.#in(context, (sql) =>
        sql.query<{ bytes: Buffer }>('select bytes from upload_piece where upload_id = $1 and seq = $2', [
          id,
          seq,
        ]),
      );
      if (!piece) throw new StoreDamaged(`upload ${id} lacks piece ${seq}`);
      const bytes = opened(seq, piece.bytes);
      left -= bytes.length;
      yield bytes;
    }
  }

  /** Takes those of one transaction that keeps them elsewhere. */
  static async take(sql: TenantSql, { balId, idNat }: UploadOwner, ids: readonly string[]): Promise<boolean> {
    const rows = await sql.query(
      'delete from upload where id = any($1::uuid[]) and bal_id = $2 and id_nat = $3 returning id',
      [[...ids], balId, idNat],
    );
    return rows.length === new Set(ids).size;
  }

  /** Destroys those whose time is over, keys and pieces. */
  static async forgetExpired(sql: TenantSql): Promise<void> {
    await sql.query('delete from upload where expires_at <= $1', [sql.context.at]);
  }

  #in<T>(context: TenantContext, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.database.withTenant(context, work);
  }
}

const PURPOSE = 'uploads';

function aboutOf({ tenantId }: TenantKeys, id: string): string {
  return `tenant ${tenantId}, upload ${id}`;
}

/** False when this person leaves too much waiting. */
async function insert(
  sql: TenantSql,
  keys: TenantKeys,
  { sealedKey }: PieceSeal,
  { id, owner, facts, expiresAt }: NewUpload,
): Promise<boolean> {
  const [waiting] = await sql.query<{ files: number; octets: number }>(
    `select count(*)::int as files, coalesce(sum(size), 0)::bigint as octets from upload
      where tenant_id = $1 and id_nat = $2 and expires_at > $3`,
    [sql.context.tenantId, owner.idNat, sql.context.at],
  );
  if (!waiting || waiting.files >= MOST_FILES || waiting.octets >= MOST_OCTETS) return false;
  const sealedFacts = sealRecord(
    keys.purposeKey(PURPOSE),
    `${aboutOf(keys, id)}, facts`,
    Buffer.from(JSON.stringify(facts)),
  );
  await sql.query(
    `insert into upload (tenant_id, id, bal_id, id_nat, sealed_key, sealed_facts, size, is_whole, expires_at)
     values ($1, $2, $3, $4, $5, $6, 0, false, $7)`,
    [sql.context.tenantId, id, owner.balId, owner.idNat, sealedKey, sealedFacts, expiresAt],
  );
  return true;
}

async function addPiece(
  sql: TenantSql,
  id: string,
  seq: number,
  sealed: Uint8Array,
  size: number,
): Promise<boolean> {
  const rows = await sql.query('update upload set size = $2 where id = $1 and not is_whole returning id', [
    id,
    size,
  ]);
  if (rows.length === 0) return false;
  await sql.query('insert into upload_piece (tenant_id, upload_id, seq, bytes) values ($1, $2, $3, $4)', [
    sql.context.tenantId,
    id,
    seq,
    sealed,
  ]);
  return true;
}

async function remove(sql: TenantSql, id: string): Promise<void> {
  await sql.query('delete from upload where id = $1', [id]);
}

function knownOf(keys: TenantKeys, row: UploadRow): KnownUpload {
  const about = `${aboutOf(keys, row.id)}, facts`;
  const facts = JSON.parse(openRecord(keys.purposeKey(PURPOSE), about, row.sealed_facts).toString('utf8'));
  const { name, mediaType } = facts as UploadFacts;
  return { id: row.id, name, mediaType, size: row.size, expiresAt: row.expires_at };
}
