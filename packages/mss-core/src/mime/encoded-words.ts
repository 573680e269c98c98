import { Buffer } from 'node:buffer';
import { decodeCharset } from './charset.js';
import { bytesOf } from './raw-text.js';

// RFC 2047 §2; the charset may carry a language (RFC 2231 §5).
const WORD = /=\?([^?*\s]{1,64})(?:\*[^?\s]{0,32})?\?([bBqQ])\?([^?]*)\?=/g;

interface Word {
  readonly charset: string;
  readonly bytes: Uint8Array;
}

/**
 * Replaces encoded words by what they say. Space between two words disappears (§6.2), and neighbours of one charset are
 * decoded together because senders cut characters in half.
 */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text;
  const out: string[] = [];
  let pending: Word[] = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const [whole, charset = '', encoding = '', encoded = ''] = match;
    const between = text.slice(end, match.index);
    const word = readWord(charset.toLowerCase(), encoding, encoded);
    const adjacent = pending.length > 0 && between.trim() === '';
    if (!adjacent || pending[0]?.charset !== word.charset) {
      out.push(said(pending));
      pending = [];
    }
    if (!adjacent) out.push(between);
    pending.push(word);
    end = match.index + whole.length;
  }
  out.push(said(pending), text.slice(end));
  return out.join('');
}

function said(words: readonly Word[]): string {
  const [first] = words;
  return first ? decodeCharset(Buffer.concat(words.map((word) => word.bytes)), first.charset) : '';
}

function readWord(charset: string, encoding: string, encoded: string): Word {
  if (encoding.toLowerCase() === 'b') return { charset, bytes: Buffer.from(encoded, 'base64') };
  const spaced = encoded.replaceAll('_', ' ');
  // Raw characters inside a word are against the RFC: somebody wrote UTF-8 there, whatever the charset says.
  if (/[^ -~]/.test(spaced)) return { charset: 'utf-8', bytes: Buffer.from(spaced, 'utf8') };
  const bytes = bytesOf(
    spaced.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
  return { charset, bytes };
}
