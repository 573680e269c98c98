import type { MessageStructure, MimePart } from './structure.js';

/** A part and its number as IMAP counts (RFC 3501 §6.4.5): `1`, `2.1`. */
export interface NumberedPart {
  readonly section: string;
  readonly part: MimePart;
}

/**
 * Every numbered part in reading order, those of messages carried inside included. A message that is not multipart has
 * one part, `1`: its body.
 */
export function* numberedParts(structure: Pick<MessageStructure, 'root'>): Generator<NumberedPart> {
  yield* within(structure.root, '');
}

/** The part of that number, or null. */
export function partAt(structure: Pick<MessageStructure, 'root'>, section: string): MimePart | null {
  let parts = childrenOf(structure.root);
  let found: MimePart | null = null;
  for (const number of section.split('.')) {
    found = /^[1-9]\d{0,5}$/.test(number) ? (parts[Number(number) - 1] ?? null) : null;
    if (!found) return null;
    parts = found.message ? childrenOf(found.message.root) : found.parts;
  }
  return found;
}

function* within(root: MimePart, prefix: string): Generator<NumberedPart> {
  for (const [index, part] of childrenOf(root).entries()) yield* numbered(part, `${prefix}${index + 1}`);
}

function* numbered(part: MimePart, section: string): Generator<NumberedPart> {
  yield { section, part };
  if (part.message) yield* within(part.message.root, `${section}.`);
  for (const [index, child] of part.parts.entries()) yield* numbered(child, `${section}.${index + 1}`);
}

/** The parts a message's own numbers count: those of its multipart, or its only body. */
function childrenOf(root: MimePart): readonly MimePart[] {
  return root.type === 'multipart' ? root.parts : [root];
}
