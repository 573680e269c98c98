import { Buffer } from 'node:buffer';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { MessageSummary } from '@cachet/mss-core';
import { MessageText } from './message-text.js';

/** What a search may ask of one message. */
export interface SearchedMessage {
  readonly messageId: string;
  readonly summary: MessageSummary;
  readonly text: MessageText;
}

/** A message as a pack takes it in. */
export interface PackedMessage {
  readonly messageId: string;
  /** As JSON. */
  readonly summary: string;
  /** Header, header for people, then one per body. */
  readonly pieces: readonly string[];
  /** Characters in all. */
  readonly length: number;
}

export function packedMessage({
  messageId,
  summary: { envelope, facts },
  text,
}: SearchedMessage): PackedMessage {
  const summary = JSON.stringify({ envelope, facts });
  const pieces = text.pieces();
  const length = pieces.reduce((sum, piece) => sum + piece.length, summary.length);
  return { messageId, summary, pieces, length };
}

/** Where each message's pieces of the text end, in characters of the whole: header, header for people, then one per body. */
type Place = readonly [messageId: string, ends: readonly number[]];

/** Speed over size: the pack is written once by whoever indexes, while letters come in. */
const COMPRESSION = { level: 4 };
/** Characters beyond which a message is in no pack: it is read as it is. */
export const LONGEST_MESSAGE = 2 ** 23;
/** Longest a pack may be once expanded: the longest message and what was gathered before it, at four octets a character, and its tables. */
const LONGEST_PACK = 2 ** 26;

/**
 * Many messages as one record, compressed: what is common to letters (signatures, fields, words) is written once, and one opening serves
 * them all. Layout, before compression: octets of the places, octets of the summaries (32 bits each, big endian), places and
 * summaries as JSON, then every text end to end as UTF-8.
 */
export function writePack(messages: readonly PackedMessage[]): { bytes: Buffer; octets: number } {
  const places: Place[] = [];
  const texts: string[] = [];
  let end = 0;
  for (const { messageId, pieces } of messages) {
    places.push([messageId, pieces.map((piece) => (end += piece.length))]);
    texts.push(...pieces);
  }
  const summaries = `[${messages.map(({ summary }) => summary).join(',')}]`;
  const tables = [JSON.stringify(places), summaries].map((table) => Buffer.from(table));
  const lengths = Buffer.alloc(4 * tables.length);
  tables.forEach(({ length }, index) => void lengths.writeUInt32BE(length, 4 * index));
  // A lone surrogate has no UTF-8: written as it is, it would change the places of what follows.
  const whole = Buffer.concat([lengths, ...tables, Buffer.from(texts.join('').toWellFormed())]);
  return { bytes: deflateRawSync(whole, COMPRESSION), octets: whole.length };
}

/** Reads what `writePack` wrote; the summaries only when they are wanted. @throws when it is nothing of that kind. */
export class OpenedPack {
  readonly #whole: Buffer;
  readonly #textAt: number;
  #text: string | null = null;
  readonly #places = new Map<string, { start: number; ends: readonly number[]; index: number }>();
  #summaries: readonly MessageSummary[] | null = null;
  readonly #tables: readonly [number, number];

  constructor(bytes: Uint8Array) {
    this.#whole = inflateRawSync(bytes, { maxOutputLength: LONGEST_PACK });
    this.#tables = [this.#whole.readUInt32BE(0), this.#whole.readUInt32BE(4)];
    this.#textAt = 8 + this.#tables[0] + this.#tables[1];
    const places: readonly Place[] = JSON.parse(this.#whole.toString('utf8', 8, 8 + this.#tables[0]));
    let start = 0;
    for (const [index, [messageId, ends]] of places.entries()) {
      this.#places.set(messageId, { start, ends, index });
      start = ends.at(-1) ?? start;
    }
  }

  get octets(): number {
    return this.#whole.length;
  }

  /** True when no text in it holds any of these, folded: looking at its messages one by one is spared. */
  lacks(words: readonly string[]): boolean {
    const text = this.#whole.subarray(this.#textAt);
    return !words.some((word) => text.includes(word));
  }

  text(messageId: string): MessageText | null {
    const place = this.#places.get(messageId);
    if (!place) return null;
    this.#text ??= this.#whole.toString('utf8', this.#textAt);
    const whole = this.#text;
    let from = place.start;
    const pieces = place.ends.map((end) => {
      const piece = whole.slice(from, end);
      from = end;
      return piece;
    });
    return MessageText.of(pieces);
  }

  summary(messageId: string): MessageSummary | null {
    const place = this.#places.get(messageId);
    if (!place) return null;
    const [places, summaries] = this.#tables;
    this.#summaries ??= JSON.parse(this.#whole.toString('utf8', 8 + places, 8 + places + summaries));
    return this.#summaries?.[place.index] ?? null;
  }
}
