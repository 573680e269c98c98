/** The same bytes. @throws RangeError at their end when they are not so many: a blob is never kept for another size than its row says. */
export async function* exactly(size: number, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let octets = 0;
  for await (const piece of bytes) {
    octets += piece.length;
    if (octets <= size) yield piece;
  }
  if (octets !== size) throw new RangeError(`a blob of ${size} octets has ${octets}`);
}
