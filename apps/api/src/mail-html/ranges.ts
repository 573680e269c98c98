import type { ByteRange, MessageBytes } from '@cachet/mss-core';

/** Opens a range of one message's bytes when it is read, not before. */
export type OpenRange = (range: ByteRange) => AsyncIterable<Uint8Array>;

/** @throws when read, if the message was removed for good meanwhile. */
export function rangesOf(bytes: MessageBytes, messageId: string): OpenRange {
  return async function* (range) {
    const opened = await bytes.open(messageId, range);
    if (!opened) throw new Error('the message was removed while it was being read');
    yield* opened.bytes;
  };
}
