import type { ReceivedMessage } from '@cachet/mss-core';
import { newRowId, type Statement } from '@cachet/schema';
import type { TenantKeys } from '../keys/tenant-keys.js';
import { CHUNK_SIZE, ROW_SIZE } from './chunks.js';
import { contentIdOf, MessageKey } from './message-key.js';
import { type Sealing, sealSegments } from './segments.js';

const ROWS_OF_PIECE = CHUNK_SIZE / ROW_SIZE;

/** A message about to be kept in one tenant, sealed under a key of its own: what its rows will hold. */
export class SealedMessage {
  readonly id = newRowId();
  readonly contentId: Buffer;
  readonly #keyVersion: number;
  readonly #sealedKey: Buffer;
  readonly #structure: Buffer;
  readonly #sealing: Sealing;

  constructor(
    keys: TenantKeys,
    private readonly message: ReceivedMessage,
  ) {
    const { messageKey, keyVersion, sealedKey } = MessageKey.fresh(keys, this.id);
    this.contentId = contentIdOf(keys, message.sha256);
    this.#keyVersion = keyVersion;
    this.#sealedKey = sealedKey;
    this.#structure = messageKey.sealStructure(message.structure);
    this.#sealing = messageKey.sealing('rows', ROW_SIZE, message.size);
  }

  /** The arguments of the database's `keep_message`. `first` is its first piece in clear, when it is at hand. */
  arguments(at: Date, first: Uint8Array | null): readonly unknown[] {
    const { id, contentId } = this;
    const bytes = first && this.#piece(0, first);
    return [id, contentId, this.message.size, this.#keyVersion, this.#sealedKey, this.#structure, at, bytes];
  }

  /** Keeps the message under this id unless its content is kept already, and answers the id of what is kept. */
  keeping(at: Date, first: Uint8Array | null): Statement {
    return {
      text: 'select keep_message($1, $2, $3, $4, $5, $6, $7, $8) as id',
      values: this.arguments(at, first),
    };
  }

  /** Adds a piece of CHUNK_SIZE to the message of this id; nothing when its content was kept before under another. */
  keepingPiece(index: number, bytes: Uint8Array): Statement {
    return {
      text: 'select keep_segments($1, $2, $3)',
      values: [this.id, index * ROWS_OF_PIECE, this.#piece(index, bytes)],
    };
  }

  #piece(index: number, bytes: Uint8Array): Buffer {
    return sealSegments(this.#sealing, index * ROWS_OF_PIECE, bytes);
  }
}
