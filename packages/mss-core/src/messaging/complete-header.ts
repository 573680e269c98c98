import { Buffer } from 'node:buffer';
import { done, type Outcome, refused } from '../outcome/index.js';
import { mailDate } from './compose-dsn.js';

/** What a submitted letter gets when it lacks it (RFC 6409 §8). */
export interface HeaderCompletion {
  /** Whole fields for the very top: Return-Path, Received. */
  readonly passage: string;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly at: Date;
  /** What was written before it was sent, and is dated anew: a draft. */
  readonly isDraft?: boolean;
  /** Who sends in the name of the BAL, and its address; null when it speaks for itself. */
  readonly onBehalf: { readonly name: string; readonly address: string } | null;
}

/** A letter on its way to being kept. */
export interface CompletedLetter {
  readonly octets: AsyncIterable<Uint8Array>;
  /** The Bcc fields taken out, as they came; empty when there were none. */
  readonly blindCopies: string;
}

/** More header than this is no letter's. */
const MAX_HEADER = 512 * 1024;
const END_OF_HEADER = '\r\n\r\n';

/**
 * Completes the header of a letter that somebody submits; every other byte stays as it came. Refuses messageMalformed when the header
 * does not end.
 */
// RFC 6409 §8.2, §8.3: Date and Message-ID when absent. RFC 5322 §3.6.3: those who see a letter do not see its blind copies.
export async function completeHeader(
  octets: AsyncIterable<Uint8Array>,
  completion: HeaderCompletion,
): Promise<Outcome<CompletedLetter>> {
  const source = octets[Symbol.asyncIterator]();
  const { header, rest } = await readHeader(source);
  if (header === null) return refused('messageMalformed', ENDLESS);
  const fields = fieldsOf(header);
  const blind = fields.filter((field) => BLIND.test(field));
  const kept = fields.filter((field) => !BLIND.test(field) && !isReplaced(field, completion));
  const top = completion.passage + missing(kept, completion);
  return done({
    octets: joined([Buffer.from(top, 'utf8'), Buffer.from(kept.join(''), 'latin1'), rest], source),
    blindCopies: blind.join(''),
  });
}

const ENDLESS = { reason: 'son en-tête ne finit pas', reasonEn: 'its header does not end' };
const BLIND = /^(?:resent-)?bcc[ \t]*:/i;

interface HeaderBytes {
  /** As latin-1, without the blank line; null when it was too long. */
  readonly header: string | null;
  readonly rest: Buffer;
}

async function readHeader(source: AsyncIterator<Uint8Array>): Promise<HeaderBytes> {
  let read = Buffer.alloc(0);
  for (;;) {
    // A letter without header begins with its blank line.
    const end = read.indexOf('\r\n') === 0 ? 0 : endOf(read);
    if (end !== null) return { header: read.toString('latin1', 0, end), rest: read.subarray(end) };
    if (read.length > MAX_HEADER) return { header: null, rest: read };
    const next = await source.next();
    // The judge of headers says what is wrong with one that ends with its letter.
    if (next.done) return { header: read.toString('latin1'), rest: Buffer.alloc(0) };
    read = Buffer.concat([read, next.value]);
  }
}

/** Where the blank line begins: after the last field's own end of line. */
function endOf(read: Buffer): number | null {
  const at = read.indexOf(END_OF_HEADER);
  return at < 0 ? null : at + 2;
}

/** Each with its folded lines and ends of line. */
function fieldsOf(header: string): readonly string[] {
  return header.split(/(?<=\r\n)(?![ \t])/);
}

function missing(kept: readonly string[], { messageId, at, onBehalf }: HeaderCompletion): string {
  const has = (name: string) => kept.some((field) => nameOf(field) === name);
  return [
    onBehalf ? `Sender: ${encodedWord(onBehalf.name)}\r\n <${onBehalf.address}>\r\n` : '',
    has('message-id') ? '' : `Message-ID: <${messageId}>\r\n`,
    has('date') ? '' : `Date: ${mailDate(at)}\r\n`,
  ].join('');
}

/**
 * A Sender that names the BAL gives way to the one that names the delegate. Any other Sender stays, for the judge of headers to refuse.
 */
// EX_GBM_5414, RFC 6409 §8.1: a delegate writes in the BAL's name, and those who read it can tell who wrote.
function isReplaced(field: string, { onBehalf, isDraft }: HeaderCompletion): boolean {
  if (isDraft && ['date', 'message-id'].includes(nameOf(field))) return true;
  if (!onBehalf || nameOf(field) !== 'sender') return false;
  const [address, ...others] = field.match(/[^\s<>()",;:]+@[^\s<>()",;:]+/g) ?? [];
  return others.length === 0 && address?.toLowerCase() === onBehalf.address;
}

function nameOf(field: string): string {
  return (/^[!-9;-~]+/.exec(field)?.[0] ?? '').toLowerCase();
}

/** RFC 2047 §2: words of 75 characters at most, none cutting a character in two. */
function encodedWord(text: string): string {
  const words: string[] = [];
  for (const letter of text) {
    const last = words.at(-1);
    if (last !== undefined && Buffer.byteLength(last + letter) <= 42) words[words.length - 1] = last + letter;
    else words.push(letter);
  }
  return words.map((word) => `=?utf-8?B?${Buffer.from(word, 'utf8').toString('base64')}?=`).join('\r\n ');
}

async function* joined(
  first: readonly Uint8Array[],
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for (const bytes of first) if (bytes.length > 0) yield bytes;
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}
