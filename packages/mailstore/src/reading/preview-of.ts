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
  const end = Math.min(part.body.end, part.body.start + LOOKED_AT * 2);
  const beginning = { ...part, body: { start: part.body.start, end } };
  const said = await decodedText(beginning, open, LOOKED_AT);
  return previewText(said.text, { markup: part === html });
}
