/** Stands for NUL, which no literal may hold (RFC 3501 §9 CHAR8); sizes and places stay what they are. BINARY shows the octets kept. */
const IN_ITS_PLACE = 0x80;

export async function* withoutNul(octets: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of octets)
    yield piece.includes(0) ? piece.map((octet) => (octet === 0 ? IN_ITS_PLACE : octet)) : piece;
}
