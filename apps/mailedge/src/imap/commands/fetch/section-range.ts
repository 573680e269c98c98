import type { ByteRange, MessageStructure, MimePart } from '@cachet/mss-core/mime';
import type { Section } from './section.js';

/** Where a section's octets lie in the message, header fields not yet chosen; null when there is no such part. */
export function rangeOf(structure: MessageStructure, { path, piece }: Section): ByteRange | null {
  if (path.length === 0) return ofMessage(structure.root, { start: 0, end: structure.size }, piece);
  const part = partAt(structure.root, path);
  if (!part) return null;
  if (piece === 'whole') return part.body;
  if (piece === 'mime') return part.header;
  return part.message && ofMessage(part.message.root, part.body, piece);
}

function ofMessage(root: MimePart, whole: ByteRange, piece: Section['piece']): ByteRange {
  switch (piece) {
    case 'whole':
      return whole;
    case 'text':
      return root.body;
    case 'header':
    case 'fields':
    case 'fieldsNot':
    case 'mime':
      return root.header;
  }
}

/** RFC 3501 §6.4.5: every message has at least one part; numbers go through messages inside messages. */
function partAt(root: MimePart, path: readonly number[]): MimePart | null {
  let part: MimePart | null = null;
  let around: MimePart | null = root;
  for (const number of path) {
    if (!around) return null;
    part = around.type === 'multipart' ? (around.parts[number - 1] ?? null) : number === 1 ? around : null;
    if (!part) return null;
    around = inside(part, around);
  }
  return part;
}

/** Where the next number counts: inside a multipart, or inside the message a part carries. */
function inside(part: MimePart, around: MimePart): MimePart | null {
  if (part.message) return part.message.root;
  return part.type === 'multipart' && part !== around ? part : null;
}

/** The part of a range that `<offset.length>` asks for. */
export function cut(range: ByteRange, partial: Section['partial']): ByteRange {
  if (!partial) return range;
  const start = Math.min(range.start + partial.offset, range.end);
  return { start, end: Math.min(start + partial.length, range.end) };
}
