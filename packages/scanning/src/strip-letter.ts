import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import {
  fileNameOf,
  type Infection,
  type MimePart,
  MimeReader,
  type ReceivedMessage,
  type StrippedMessage,
  transferDecoder,
} from '@cachet/mss-core';
import type { Antivirus, Scannable } from './antivirus.js';

/** Each part is a question to a scanner: a letter of more is refused whole. */
const MOST_PARTS = 100;

/**
 * The letter with each infected part replaced by a text that names it; every other byte as it was. Null when no part alone is
 * infected, when the letter is one part or bears a signature over the whole, or when what remains is still not clean.
 */
// EX_SSI_5090: delivered without the infected attachment, the recipient told where it was.
export async function stripLetter(
  antivirus: Pick<Antivirus, 'scan'>,
  message: ReceivedMessage,
  infection: Infection,
): Promise<StrippedMessage | null> {
  const leaves = [...replaceable(message.structure.root)];
  if (leaves.length === 0 || leaves.length > MOST_PARTS) return null;
  const infected: MimePart[] = [];
  for (const part of leaves) {
    const verdict = await antivirus.scan(decoded(message, part));
    if (verdict.kind === 'infected') infected.push(part);
    else if (verdict.kind !== 'clean') return null;
  }
  if (infected.length === 0) return null;
  const stripped = await received(() => without(message, infected, infection));
  const verdict = await antivirus.scan(stripped);
  return verdict.kind === 'clean' ? { message: stripped, removed: infected.length } : null;
}

/** Parts with content that lie in a multipart, in the order of their bytes, those of messages carried inside included. */
function* replaceable(part: MimePart): Generator<MimePart> {
  // RFC 1847 §2.1: not a byte of what is signed or encrypted may change.
  if (part.type === 'multipart' && (part.subtype === 'signed' || part.subtype === 'encrypted')) return;
  for (const child of part.parts) {
    if (child.type === 'multipart') yield* replaceable(child);
    else if (child.message && child.message.root.type === 'multipart') yield* replaceable(child.message.root);
    else yield child;
  }
}

/** A part's content as a scanner should see it. */
function decoded(message: ReceivedMessage, part: MimePart): Scannable {
  const size = part.body.end - part.body.start;
  return { size, open: () => decodedBytes(message, part) };
}

async function* decodedBytes(message: ReceivedMessage, part: MimePart): AsyncGenerator<Uint8Array> {
  const decoder = transferDecoder(part.encoding);
  for await (const bytes of slices(message, [part.body])) {
    const content = decoder.write(bytes);
    if (content.length > 0) yield content;
  }
  const rest = decoder.end();
  if (rest.length > 0) yield rest;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Only the bytes within these ranges, sorted and disjoint. */
async function* slices(message: ReceivedMessage, ranges: readonly Range[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  const last = ranges.at(-1)?.end ?? 0;
  for await (const bytes of message.open()) {
    for (const { start, end } of ranges) {
      const piece = bytes.subarray(Math.max(0, start - at), Math.max(0, end - at));
      if (piece.length > 0) yield piece;
    }
    at += bytes.length;
    if (at >= last) return;
  }
}

async function* without(
  message: ReceivedMessage,
  infected: readonly MimePart[],
  infection: Infection,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const part of infected) {
    yield* slices(message, [{ start: at, end: part.header.start }]);
    yield standIn(part, infection);
    at = part.body.end;
  }
  yield* slices(message, [{ start: at, end: message.size }]);
}

const CRLF = '\r\n';

function standIn(part: MimePart, { signature }: Infection): Uint8Array {
  const name = fileNameOf(part);
  const text = [
    `La pièce jointe ${name === null ? '' : `« ${name} » `}a été retirée de ce message par la protection antivirus`,
    `de la messagerie sécurisée (${signature}). Le reste du message est intact. Son expéditeur en est averti :`,
    'si vous en avez besoin, demandez-lui de la renvoyer une fois saine.',
    '',
    `The attachment ${name === null ? '' : `“${name}” `}was removed from this message by the antivirus protection`,
    `of the secure mail service (${signature}). The rest of the message is untouched. Its sender has been told:`,
    'if you need it, ask them to send it again once it is clean.',
    '',
  ].join(CRLF);
  const header = [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Disposition: inline',
    'Content-Language: fr, en',
    'Content-Transfer-Encoding: base64',
  ];
  const body = Buffer.from(text, 'utf8').toString('base64').replace(/.{76}/g, `$&${CRLF}`);
  return Buffer.from([...header, '', body].join(CRLF));
}

/** Reads it once for its size, digest and structure; its bytes stay where the original's are. */
async function received(open: () => AsyncGenerator<Uint8Array>): Promise<ReceivedMessage> {
  const hash = createHash('sha256');
  const reader = new MimeReader();
  let size = 0;
  for await (const bytes of open()) {
    hash.update(bytes);
    reader.write(bytes);
    size += bytes.length;
  }
  return { size, sha256: hash.digest('hex'), structure: reader.end(), open };
}
