/** One element of BER as LDAP restricts it (RFC 4511 §5.1): definite lengths; its parts when it is constructed, else its octets. */
export interface Ber {
  /** The identifier octet: class, form and number. */
  readonly tag: number;
  readonly octets: Buffer;
  readonly parts: readonly Ber[];
}

export const INTEGER = 0x02;
export const OCTET_STRING = 0x04;
export const ENUMERATED = 0x0a;
export const SEQUENCE = 0x30;
export const SET = 0x31;

const CONSTRUCTED = 0x20;
const DEEPEST = 20;

/** What is not BER, or deeper than anybody means. */
export class NotBer extends Error {
  override readonly name = 'NotBer';
}

/** The first element of these bytes and where it ends; null while it is not whole. @throws NotBer */
export function takeBer(bytes: Buffer, depth = 0): { readonly element: Ber; readonly end: number } | null {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) return null;
  if (depth > DEEPEST) throw new NotBer('too deep');
  const wide = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || wide > 4) throw new NotBer('length');
  if (bytes.length < 2 + wide) return null;
  const start = 2 + wide;
  const end = start + (wide === 0 ? first : bytes.readUIntBE(2, wide));
  if (bytes.length < end) return null;
  const octets = bytes.subarray(start, end);
  return { element: { tag, octets, parts: tag & CONSTRUCTED ? partsOf(octets, depth + 1) : [] }, end };
}

function partsOf(octets: Buffer, depth: number): readonly Ber[] {
  const parts: Ber[] = [];
  for (let at = 0; at < octets.length; ) {
    const taken = takeBer(octets.subarray(at), depth);
    if (!taken) throw new NotBer('cut');
    parts.push(taken.element);
    at += taken.end;
  }
  return parts;
}

export function textOf(element: Ber | undefined): string {
  return element?.octets.toString('utf8') ?? '';
}

export function numberOf(element: Ber | undefined): number {
  const { length } = element?.octets ?? [];
  return element && length && length <= 4 ? element.octets.readIntBE(0, length) : 0;
}

export function ber(tag: number, ...content: readonly (Uint8Array | string)[]): Buffer {
  const octets = Buffer.concat(content.map((each) => Buffer.from(each as string)));
  const header = Buffer.alloc(6);
  header.writeUInt8(tag);
  header.writeUInt8(0x84, 1);
  header.writeUInt32BE(octets.length, 2);
  return Buffer.concat([octets.length < 0x80 ? Buffer.from([tag, octets.length]) : header, octets]);
}

export function berNumber(tag: number, value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeInt32BE(value);
  return ber(tag, octets);
}
