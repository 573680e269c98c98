const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const ENUMERATED = 0x0a;
const BOOLEAN = 0x01;
const SEQUENCE = 0x30;
const SEARCH = 0x63;
const PRESENT = 0x87;
const SECONDS = 20;

/** The request for one attribute of one entry, as bytes (RFC 4511 §4.5.1): base scope, any entry, one at most. */
export function baseSearch(dn: string, attribute: string): Uint8Array {
  const search = element(
    SEARCH,
    text(OCTET_STRING, dn),
    element(ENUMERATED, [0]),
    element(ENUMERATED, [0]),
    element(INTEGER, [1]),
    element(INTEGER, [SECONDS]),
    element(BOOLEAN, [0]),
    text(PRESENT, 'objectClass'),
    element(SEQUENCE, text(OCTET_STRING, attribute)),
  );
  return element(SEQUENCE, element(INTEGER, [1]), search);
}

function text(tag: number, value: string): Uint8Array {
  return element(tag, Buffer.from(value, 'utf8'));
}

function element(tag: number, ...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const content = Buffer.concat(parts.map((part) => Uint8Array.from(part)));
  const length = Buffer.alloc(3);
  length.writeUInt8(0x82);
  length.writeUInt16BE(content.length, 1);
  const header = content.length < 0x80 ? [tag, content.length] : [tag, ...length];
  return Buffer.concat([Uint8Array.from(header), content]);
}
