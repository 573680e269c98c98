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
import { folded, needleOf } from './matches.js';

/** Gives bytes of one message. */
export type OpenRange = (range: ByteRange) => AsyncIterable<Uint8Array>;

/** Octets of text decoded from one message; what lies beyond is not searched. */
const MAX_TEXT = 4 * 1024 * 1024;

/** The searchable texts of one message: its header, and what its parts say once decoded. */
export class MessageText {
  /** `header` one character per octet; `readableHeader` and `bodies` folded, as they are compared. */
  private constructor(
    private readonly header: string,
    private readonly readableHeader: string,
    private readonly bodies: readonly string[],
  ) {}

  /** Of which nothing is held. */
  static readonly silent = new MessageText('', '', []);

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
    return new MessageText(header.toString('latin1'), folded(headerText(header)), bodies);
  }

  /** What `pieces` gave. */
  static of([header = '', readableHeader = '', ...bodies]: readonly string[]): MessageText {
    return new MessageText(header, readableHeader, bodies);
  }

  /** All of it as texts, to be kept. */
  pieces(): readonly string[] {
    return [this.header, this.readableHeader, ...this.bodies].map((piece) => piece.toWellFormed());
  }

  headerValues(name: string): readonly string[] {
    return headerValues(Buffer.from(this.header, 'latin1'), name);
  }

  headerHolds(wanted: string): boolean {
    return this.readableHeader.includes(needleOf(wanted));
  }

  bodyHolds(wanted: string): boolean {
    const needle = needleOf(wanted);
    return this.bodies.some((body) => body.includes(needle));
  }
}

/** Octets that reading the texts of a message takes. */
export function textOctets({ root }: Pick<MessageStructure, 'root'>): number {
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

async function wholeOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}
