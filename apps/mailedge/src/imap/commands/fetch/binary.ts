import { decodedBytes } from '@cachet/mailstore';
import type { MessageBytes } from '@cachet/mss-core/messaging';
import { type ByteRange, type MessageStructure, type MimePart, partAt } from '@cachet/mss-core/mime';
import { type Cursor, SyntaxProblem } from '../../wire/cursor.js';
import { type PartialRange, partialRange, partNumbers } from './section.js';

/** A part with its transfer encoding undone (RFC 3516 §4.2, RFC 9051 §6.4.5), or the size it then has. */
export interface Binary {
  readonly kind: 'binary' | 'binarySize';
  readonly label: string;
  readonly path: readonly number[];
  readonly partial: PartialRange | null;
  readonly marksSeen: boolean;
}

export function isBinary(item: { readonly kind: string }): item is Binary {
  return item.kind === 'binary' || item.kind === 'binarySize';
}

/** The item this name opens, or null when it is not one. */
export function binary(name: string, args: Cursor): Binary | null {
  if (name !== 'BINARY' && name !== 'BINARY.PEEK' && name !== 'BINARY.SIZE') return null;
  args.take('[');
  const path = partNumbers(args);
  args.take(']');
  const isSize = name === 'BINARY.SIZE';
  const partial = args.tryTake('<') ? partialRange(args) : null;
  if (isSize && partial) throw new SyntaxProblem('A size has no partial range');
  const origin = partial ? `<${partial.offset}>` : '';
  return {
    kind: isSize ? 'binarySize' : 'binary',
    label: `${isSize ? 'BINARY.SIZE' : 'BINARY'}[${path.join('.')}]${origin}`,
    path,
    partial,
    marksSeen: name === 'BINARY',
  };
}

/** Decoded octets and how many they are; `unknown` when the encoding is none that can be undone. */
export type Decoded = { readonly size: number; readonly octets: AsyncIterable<Uint8Array> } | 'unknown';

/** Decoded parts up to this size are held while they are answered; larger ones are decoded twice. */
const HELD = 64 * 1024;
const ENCODINGS = new Set(['7bit', '8bit', 'binary', 'base64', 'quoted-printable']);

/** Null when there is no such part. The whole message, multiparts and carried messages have no encoding of their own. */
export async function decodedPart(
  bytes: MessageBytes,
  messageId: string,
  structure: MessageStructure,
  { path }: Binary,
): Promise<Decoded | null> {
  const part = path.length === 0 ? wholeOf(structure) : partAt(structure, path.join('.'));
  if (!part) return null;
  const isLeaf = part.type !== 'multipart' && !part.message;
  if (isLeaf && !ENCODINGS.has(part.encoding)) return 'unknown';
  const open = () =>
    decodedBytes(isLeaf ? part : { ...part, encoding: 'binary' }, rangesOf(bytes, messageId));
  if (!isLeaf || !/^[bq]/.test(part.encoding) || part.encoding === 'binary')
    return { size: part.body.end - part.body.start, octets: open() };
  return measured(open);
}

/** The same octets from `offset` on, `length` of them at most. */
export function cutDecoded(
  decoded: Exclude<Decoded, 'unknown'>,
  partial: PartialRange | null,
): Exclude<Decoded, 'unknown'> {
  if (!partial) return decoded;
  const start = Math.min(partial.offset, decoded.size);
  const end = Math.min(start + partial.length, decoded.size);
  return { size: end - start, octets: between(decoded.octets, start, end) };
}

function wholeOf({ root, size }: MessageStructure): MimePart {
  return { ...root, type: 'multipart', body: { start: 0, end: size } };
}

/** Reads ranges of one message. */
export function rangesOf(bytes: MessageBytes, messageId: string) {
  return async function* (range: ByteRange): AsyncGenerator<Uint8Array> {
    if (range.start < range.end) yield* (await bytes.open(messageId, range))?.bytes ?? [];
  };
}

async function measured(open: () => AsyncIterable<Uint8Array>): Promise<Exclude<Decoded, 'unknown'>> {
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of open()) {
    size += piece.length;
    if (size <= HELD) held.push(piece);
    else held.length = 0;
  }
  return { size, octets: size <= HELD ? given(held) : open() };
}

async function* given(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

async function* between(
  octets: AsyncIterable<Uint8Array>,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const piece of octets) {
    const wanted = piece.subarray(Math.max(start - at, 0), Math.max(end - at, 0));
    at += piece.length;
    if (wanted.length > 0) yield wanted;
    if (at >= end) return;
  }
}
