import {
  type ByteRange,
  fileNameOf,
  leavesOf,
  type MessageStructure,
  type MimePart,
  numberedParts,
  partAt,
} from '@cachet/mss-core';
import { decodedBytes } from './decoded-part.js';

/** Something a letter carries beside its text. */
export interface Attachment {
  /** The part's number, as IMAP's FETCH BODY[…]. */
  readonly partId: string;
  /** Decoded and safe to show: one line, no folder. Null when the sender gave none. */
  readonly name: string | null;
  /** As the sender says; to be shown, never trusted. */
  readonly mediaType: string;
  /** Octets once decoded, to within a few. */
  readonly size: number;
  /** Meant to be shown inside the page that names its `contentId`. */
  readonly inline: boolean;
  /** Without its angle brackets. */
  readonly contentId: string | null;
}

/** Every part that is not the letter itself. A carried message is one attachment, whatever it holds. */
export function attachmentsOf(
  structure: MessageStructure,
  bodies: readonly (MimePart | null)[],
): readonly Attachment[] {
  const numbers = new Map([...numberedParts(structure)].map(({ section, part }) => [part, section]));
  return [...leavesOf(structure.root)].flatMap(({ part, related }) => {
    const partId = numbers.get(part);
    if (partId === undefined || bodies.includes(part)) return [];
    return [describe(part, partId, related)];
  });
}

/** An attachment's content as it streams, decoded. Null when the message has no such part or it is no leaf. */
export function openAttachment(
  structure: MessageStructure,
  partId: string,
  openRange: (range: ByteRange) => AsyncIterable<Uint8Array>,
): { readonly attachment: Attachment; readonly bytes: AsyncIterable<Uint8Array> } | null {
  const part = partAt(structure, partId);
  if (!part || part.type === 'multipart') return null;
  return { attachment: describe(part, partId, false), bytes: decodedBytes(part, openRange) };
}

function describe(part: MimePart, partId: string, related: boolean): Attachment {
  return {
    partId,
    name: fileNameOf(part),
    mediaType: `${part.type}/${part.subtype}`,
    size: decodedSize(part),
    inline: related && part.contentId !== null && part.disposition?.kind !== 'attachment',
    contentId: part.contentId?.replace(/^<|>$/g, '') ?? null,
  };
}

/** Base64 in lines ended by CRLF; other encodings by their written size. */
function decodedSize({ encoding, body, lines }: MimePart): number {
  const octets = body.end - body.start;
  return encoding === 'base64' ? Math.max(0, Math.floor(((octets - lines * 2) * 3) / 4)) : octets;
}
