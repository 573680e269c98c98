import type { DerElement } from './der.js';

/**
 * The text of an X.520 attribute value, whatever its string type: two encodings of one text are one value (RFC 5280 §7.1).
 * A value that is no string, or is wrongly encoded, is given as `#` and its hexadecimal octets: it equals only itself.
 */
export function directoryString(element: DerElement): string {
  return decoded(element) ?? `#${hex(element.whole)}`;
}

function decoded({ tag, content }: DerElement): string | null {
  switch (tag) {
    case 0x04: // OCTET STRING: RFC 2253 §2.4 writes attributes of unknown syntax so; ours hold UTF-8 text
    case 0x0c: // UTF8String
      return utf8(content);
    case 0x12: // NumericString
    case 0x13: // PrintableString
    case 0x16: // IA5String
    case 0x1a: // VisibleString
      return content.every((octet) => octet < 0x80) ? latin1(content) : null;
    case 0x14: // TeletexString: Latin-1 in practice
      return latin1(content);
    case 0x1e: // BMPString
      return codePoints(content, 2);
    case 0x1c: // UniversalString
      return codePoints(content, 4);
    default:
      return null;
  }
}

function utf8(content: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return null;
  }
}

function latin1(content: Uint8Array): string {
  return Array.from(content, (octet) => String.fromCharCode(octet)).join('');
}

function codePoints(content: Uint8Array, width: 2 | 4): string | null {
  if (content.length % width !== 0) return null;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let text = '';
  for (let at = 0; at < content.length; at += width) {
    const point = width === 2 ? view.getUint16(at) : view.getUint32(at);
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null;
    text += String.fromCodePoint(point);
  }
  return text;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (octet) => octet.toString(16).padStart(2, '0')).join('');
}
