/** What is kept of what a peer says, in UTF-16 units; the trace keeps the same. */
const LONGEST = 500;

/**
 * A peer's words as they may be stored and shown: on one line, without control characters, at most 500 units long. PostgreSQL
 * takes no U+0000, and a reply that cannot be written would have its letter sent again for ever.
 */
export function peerWords(said: string): string {
  const line = said.replace(/[\p{Cc}\p{Z}]+/gu, ' ').trim();
  return line.slice(0, LONGEST).toWellFormed();
}
