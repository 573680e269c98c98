import { type ByteRange, type MessageStructure, previewText } from '@cachet/mss-core';
import { decodedText } from './decoded-part.js';
import { bodiesOf } from './readable-body.js';

/** Octets of decoded text looked at: pages often begin with as much that is not shown. */
const LOOKED_AT = 16 * 1024;

/** The beginning of what a message says (RFC 8970), at most 200 characters; empty when it has no text. Never in a log. */
export async function previewOf(
  { root }: Pick<MessageStructure, 'root'>,
  open: (range: ByteRange) => AsyncIterable<Uint8Array>,
): Promise<string> {
  const { text, html } = bodiesOf(root);
  const part = text ?? html;
  if (!part) return '';
  const said = await decodedText({ ...part, body: beginningOf(part.body) }, open, LOOKED_AT);
  return previewText(said.text, { markup: part === html });
}

/** What `previewOf` opens; null when it opens nothing. */
export function previewRange({ root }: Pick<MessageStructure, 'root'>): ByteRange | null {
  const { text, html } = bodiesOf(root);
  const part = text ?? html;
  return part ? beginningOf(part.body) : null;
}

function beginningOf({ start, end }: ByteRange): ByteRange {
  return { start, end: Math.min(end, start + LOOKED_AT * 2) };
}
