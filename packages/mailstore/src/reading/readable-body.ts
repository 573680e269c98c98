import { type ByteRange, isAttachment, type MessageStructure, type MimePart } from '@cachet/mss-core';
import { type Attachment, attachmentsOf } from './attachments.js';
import { type DecodedText, decodedText } from './decoded-part.js';

/** Octets of text shown; what lies beyond is in the message's bytes. */
const MAX_TEXT = 1024 * 1024;

/** What a person reads in the portal. `html` is as the sender wrote it: whoever shows it sanitises it first. */
export interface ReadableBody {
  readonly text: string | null;
  readonly html: string | null;
  readonly truncated: boolean;
  readonly attachments: readonly Attachment[];
}

/** The best text and the best page of a message, decoded, and what is attached to it. */
export async function readableBody(
  structure: MessageStructure,
  openRange: (range: ByteRange) => AsyncIterable<Uint8Array>,
): Promise<ReadableBody> {
  const chosen = bodiesOf(structure.root);
  const text = await shown(chosen.text, openRange);
  const html = await shown(chosen.html, openRange);
  return {
    text: text?.text ?? null,
    html: html?.text ?? null,
    truncated: (text?.truncated ?? false) || (html?.truncated ?? false),
    attachments: attachmentsOf(structure, [chosen.text, chosen.html]),
  };
}

/** The parts that are the letter itself. */
export interface Bodies {
  readonly text: MimePart | null;
  readonly html: MimePart | null;
}

const NONE: Bodies = { text: null, html: null };

/** RFC 2046 §5.1.4: alternatives say the same, the last being the richest; elsewhere the letter is the first part that is text. */
export function bodiesOf(part: MimePart): Bodies {
  if (part.type === 'text') return leafBodies(part);
  if (part.type !== 'multipart') return NONE;
  const found = part.parts.map(bodiesOf).filter(({ text, html }) => text || html);
  if (part.subtype !== 'alternative') return found[0] ?? NONE;
  return {
    text: found.find(({ text }) => text)?.text ?? null,
    html: found.findLast(({ html }) => html)?.html ?? null,
  };
}

function leafBodies(part: MimePart): Bodies {
  if (isAttachment({ part, related: false })) return NONE;
  if (part.subtype === 'html') return { text: null, html: part };
  return part.subtype === 'plain' ? { text: part, html: null } : NONE;
}

async function shown(
  part: MimePart | null,
  openRange: (range: ByteRange) => AsyncIterable<Uint8Array>,
): Promise<DecodedText | null> {
  return part && decodedText(part, openRange, MAX_TEXT);
}
