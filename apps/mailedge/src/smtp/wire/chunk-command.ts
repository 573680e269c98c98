/** One BDAT (RFC 3030 §2). */
export interface ChunkCommand {
  readonly octets: number;
  readonly isLast: boolean;
}

// More digits than any letter needs: too large, and read as such.
const BDAT = /^BDAT +(\d{1,20})( +LAST)? *$/i;

/** Reads a BDAT line; null when it tells no size, so that what follows it cannot be told from commands. */
export function readChunkCommand(line: string): ChunkCommand | null {
  const match = BDAT.exec(line);
  return match ? { octets: Number(match[1]), isLast: match[2] !== undefined } : null;
}
