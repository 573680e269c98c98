import type { ReceivedMessage } from '@cachet/mss-core';
import { newRowId, type Statement, type TenantSql } from '@cachet/schema';
import type { BlobStore } from '../blobs/blob-store.js';
import type { TenantKeys } from '../keys/tenant-keys.js';
import { BLOB_SEGMENT, CHUNK_SIZE, inChunks, ROW_SIZE } from './chunks.js';
import { contentIdOf, MessageKey } from './message-key.js';
import { type Sealing, sealedSize, sealSegments } from './segments.js';

/** Octets that a message of that size takes once sealed: in rows, or beside the database. */
export function sealedSizeOf(size: number, isBeside: boolean): number {
  return sealedSize({ size, segment: isBeside ? BLOB_SEGMENT : ROW_SIZE });
}

export interface SealedPlace {
  /** Its bytes go to the blob store. */
  readonly isBeside: boolean;
  /** Of a message that is kept already, in the former form. */
  readonly id?: string;
}

/** A message about to be kept in one tenant, sealed under a key of its own: what its rows or its blob will hold. */
export class SealedMessage {
  readonly id: string;
  readonly isBeside: boolean;
  readonly contentId: Buffer;
  readonly #tenantId;
  readonly #keyVersion: number;
  readonly #sealedKey: Buffer;
  readonly #structure: Buffer;
  readonly #sealing: Sealing;

  constructor(
    /** Of the tenant it is sealed for. */
    readonly keys: TenantKeys,
    private readonly message: ReceivedMessage,
    { isBeside, id = newRowId() }: SealedPlace,
  ) {
    this.id = id;
    this.isBeside = isBeside;
    const { messageKey, keyVersion, sealedKey } = MessageKey.fresh(keys, id);
    this.contentId = contentIdOf(keys, message.sha256);
    this.#tenantId = keys.tenantId;
    this.#keyVersion = keyVersion;
    this.#sealedKey = sealedKey;
    this.#structure = messageKey.sealStructure(message.structure);
    this.#sealing = messageKey.bytesSealing(isBeside, message.size);
  }

  /** The arguments of the database's `keep_message`. `first` is its first piece in clear, when it goes to rows and is at hand. */
  arguments(at: Date, first: Uint8Array | null): readonly unknown[] {
    const { id, contentId, isBeside } = this;
    const bytes = first && this.#piece(0, first);
    return [
      ...[id, contentId, this.message.size, this.#keyVersion, this.#sealedKey, this.#structure, at],
      ...[isBeside, bytes],
    ];
  }

  /** Keeps the message under this id unless its content is kept already, and answers the id of what is kept. */
  keeping(at: Date, first: Uint8Array | null): Statement {
    return {
      text: 'select keep_message($1, $2, $3, $4, $5, $6, $7, $8, $9) as id',
      values: this.arguments(at, first),
    };
  }

  /** Adds a piece of CHUNK_SIZE to the message of this id; nothing when its content was kept before under another. */
  keepingPiece(index: number, bytes: Uint8Array): Statement {
    return {
      text: 'select keep_segments($1, $2, $3)',
      values: [this.id, (index * CHUNK_SIZE) / ROW_SIZE, this.#piece(index, bytes)],
    };
  }

  /** Settled once its bytes would outlive a power cut; its row comes after. */
  writeBlob(blobs: BlobStore): Promise<void> {
    return blobs.write(this.#blob, sealedSize(this.#sealing), this.#pieces());
  }

  removeBlob(blobs: BlobStore): Promise<void> {
    return blobs.remove(this.#blob);
  }

  /** Takes the place of the former form in its row. Where the same content is kept already, it is known again by that one. */
  async takePlace(sql: TenantSql): Promise<void> {
    await sql.query(
      `update mail_message m
          set content_id = case when exists (select from mail_message o where o.content_id = $2) then null else $2::bytea end,
              key_version = $3, sealed_key = $4, sealed_structure = $5, in_blob = $6, structure = null, sha256 = null
        where m.id = $1`,
      [this.id, this.contentId, this.#keyVersion, this.#sealedKey, this.#structure, this.isBeside],
    );
  }

  get #blob() {
    return { tenantId: this.#tenantId, id: this.id };
  }

  #piece(index: number, bytes: Uint8Array): Buffer {
    return sealSegments(this.#sealing, (index * CHUNK_SIZE) / this.#sealing.segment, bytes);
  }

  async *#pieces(): AsyncGenerator<Buffer> {
    let index = 0;
    for await (const bytes of inChunks(this.message.open())) {
      yield this.#piece(index, bytes);
      index += 1;
    }
  }
}
