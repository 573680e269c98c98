import { createHash } from 'node:crypto';
import { type MailRoom, MimeReader, type ReceivedMessage } from '@cachet/mss-core';

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

/** More header than this is nobody's help in a notice. */
const MAX_HEADER = 64 * 1024;

/** The header of a kept message, its blank line excluded, cut at 64 KiB. */
export async function headerOf(room: MailRoom, messageId: string): Promise<Uint8Array> {
  const stored = await room.filing.open(messageId);
  let header = Buffer.alloc(0);
  for await (const bytes of stored?.bytes ?? []) {
    header = Buffer.concat([header, bytes]);
    const end = header.indexOf('\r\n\r\n');
    if (end >= 0) return header.subarray(0, end + 2);
    if (header.length > MAX_HEADER) break;
  }
  return header.subarray(0, header.lastIndexOf('\n', MAX_HEADER) + 1);
}
