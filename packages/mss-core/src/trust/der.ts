/** One element of a DER encoding: its tag octet, its content, and the whole element with its header. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

/** Reads the elements that follow one another in `bytes`. Null when a length is indefinite, too long or beyond the end. */
export function derElements(bytes: Uint8Array): readonly DerElement[] | null {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = derHeader(bytes, at);
    if (!header || header.end > bytes.length) return null;
    elements.push({
      tag: header.tag,
      content: bytes.subarray(header.start, header.end),
      whole: bytes.subarray(at, header.end),
    });
    at = header.end;
  }
  return elements;
}

/** The elements inside the only element of `bytes`, when it bears the expected tag. */
export function derInside(bytes: Uint8Array, tag: number): readonly DerElement[] | null {
  const [only, ...others] = derElements(bytes) ?? [];
  return only && only.tag === tag && others.length === 0 ? derElements(only.content) : null;
}

function derHeader(bytes: Uint8Array, at: number): { tag: number; start: number; end: number } | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return null;
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4) return null;
  let length = 0;
  for (const octet of bytes.subarray(at + 2, at + 2 + octets)) length = length * 256 + octet;
  return { tag, start: at + 2 + octets, end: at + 2 + octets + length };
}

/** The dotted form of an object identifier's content. */
export function oidText(content: Uint8Array): string {
  const arcs: number[] = [];
  let value = 0;
  for (const octet of content) {
    value = value * 128 + (octet & 0x7f);
    if (octet & 0x80) continue;
    arcs.push(value);
    value = 0;
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}
