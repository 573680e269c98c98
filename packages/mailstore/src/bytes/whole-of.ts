import { Buffer } from 'node:buffer';
import type { ReceivedMessage } from '@cachet/mss-core';

/** The bytes of a short message, in memory. */
export async function wholeOf(message: ReceivedMessage): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of message.open()) pieces.push(piece);
  return Buffer.concat(pieces);
}
