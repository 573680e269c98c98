import { createHash } from 'node:crypto';
import {
  type DsnAround,
  headerOfBytes,
  type MailRoom,
  MimeReader,
  type ReceivedMessage,
} from '@cachet/mss-core';

/** A message composed here, small enough for memory, as the use cases take messages. */
export function composedMessage(bytes: Uint8Array): ReceivedMessage {
  const reader = new MimeReader();
  reader.write(bytes);
  return {
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    structure: reader.end(),
    async *open() {
      yield bytes;
    },
  };
}

/** A kept message between two pieces composed here: read through twice, never held whole. */
export async function messageAround(
  room: Pick<MailRoom, 'filing'>,
  messageId: string,
  { before, after }: DsnAround,
): Promise<ReceivedMessage> {
  async function* open(): AsyncIterable<Uint8Array> {
    yield before;
    yield* (await room.filing.open(messageId))?.bytes ?? [];
    yield after;
  }
  const reader = new MimeReader();
  const hash = createHash('sha256');
  let size = 0;
  for await (const bytes of open()) {
    reader.write(bytes);
    hash.update(bytes);
    size += bytes.length;
  }
  return { size, sha256: hash.digest('hex'), structure: reader.end(), open };
}

/** The header of a kept message, its blank line excluded, cut at 64 KiB. */
export async function headerOf(room: Pick<MailRoom, 'filing'>, messageId: string): Promise<Uint8Array> {
  const stored = await room.filing.open(messageId);
  return stored ? headerOfBytes(stored.bytes) : new Uint8Array();
}
