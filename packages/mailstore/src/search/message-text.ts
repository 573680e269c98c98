import { Buffer } from 'node:buffer';
import {
  type ByteRange,
  headerText,
  headerValues,
  type MessageStructure,
  type MimePart,
  numberedParts,
} from '@cachet/mss-core';
import { decodedText } from '../reading/decoded-part.js';
import { folded } from './matches.js';

/** Gives bytes of one message. */
export type OpenRange = (range: ByteRange) => AsyncIterable<Uint8Array>;

/** Octets of text decoded from one message; what lies beyond is not searched. */
const MAX_TEXT = 4 * 1024 * 1024;

/** The searchable texts of one message: its header, and what its parts say once decoded. */
export class MessageText {
  private constructor(
    private readonly header: Uint8Array,
    private readonly bodies: readonly string[],
  ) {}

  static async read(structure: MessageStructure, open: OpenRange): Promise<MessageText> {
    const header = await wholeOf(open(structure.root.header));
    const bodies: string[] = [];
    let room = MAX_TEXT;
    for (const { part } of numberedParts(structure)) {
      if (room <= 0) break;
      const text = await textOf(part, open, room);
      room -= text.length;
      bodies.push(folded(text));
    }
    return new MessageText(header, bodies);
  }

  headerValues(name: string): readonly string[] {
    return headerValues(this.header, name);
  }

  headerHolds(wanted: string): boolean {
    return folded(headerText(this.header)).includes(folded(wanted));
  }

  bodyHolds(wanted: string): boolean {
    const needle = folded(wanted);
    return this.bodies.some((body) => body.includes(needle));
  }
}

/** Octets that reading the texts of a message takes. */
export function textOctets({ root }: MessageStructure): number {
  let octets = root.header.end;
  for (const { part } of numberedParts({ root })) {
    if (part.type === 'text') octets += Math.min(part.body.end - part.body.start, MAX_TEXT);
  }
  return octets;
}

async function textOf(part: MimePart, open: OpenRange, room: number): Promise<string> {
  if (part.message) return headerText(await wholeOf(open(part.message.root.header)));
  if (part.type !== 'text') return '';
  return (await decodedText(part, open, room)).text;
}

async function wholeOf(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}
