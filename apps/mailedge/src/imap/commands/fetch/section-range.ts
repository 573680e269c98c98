import { type ByteRange, type MessageStructure, type MimePart, partAt } from '@cachet/mss-core/mime';
import type { Section } from './section.js';

/** Where a section's octets lie in the message, header fields not yet chosen; null when there is no such part. */
export function rangeOf(structure: MessageStructure, { path, piece }: Section): ByteRange | null {
  if (path.length === 0) return ofMessage(structure.root, { start: 0, end: structure.size }, piece);
  const part = partAt(structure, path.join('.'));
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

/** The part of a range that `<offset.length>` asks for. */
export function cut(range: ByteRange, partial: Section['partial']): ByteRange {
  if (!partial) return range;
  const start = Math.min(range.start + partial.offset, range.end);
  return { start, end: Math.min(start + partial.length, range.end) };
}
