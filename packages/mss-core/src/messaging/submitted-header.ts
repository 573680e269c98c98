import { Buffer } from 'node:buffer';
import type { MssAddress } from '../identifiers/index.js';
import { type Refusal, refused } from '../outcome/index.js';
import type { ReceivedMessage } from './ports.js';

const FIELD = /^([!-9;-~]+)[ \t]*:(.*)$/s;
// RFC 5322 §3.4: an address alone, or in angle brackets after a name of atoms and quoted strings. 8-bit names are let pass.
const QUOTED = /"(?:[^"\\]|\\.)*"/gs;
const NAME_AND_ADDRESS = /^[^<>()[\]:;@\\,"]*<([^<>\s,;:"]+)>$/;
const ADDRESS_ALONE = /^[^<>\s,;:"()]+$/;

/**
 * What in the bytes of a letter's own header would let two readers see two authors; null when nothing does. Display is tolerant,
 * sending is not: every line is a field, the header ends where it says, and one From field holds one address plainly written.
 */
export async function submittedHeaderObstacle(
  address: MssAddress,
  message: ReceivedMessage,
): Promise<Refusal | null> {
  const header = await headerOf(message);
  const fields = fieldsOf(header);
  if (!fields) return refused('messageMalformed', MALFORMED).refusal;
  const froms = fields.filter(({ name }) => name === 'from');
  if (froms.length === 1 && froms.every(({ value }) => plainAddress(value) === address)) return null;
  return refused('headerSenderNotAllowed', { header: 'From', address }).refusal;
}

const MALFORMED = {
  reason: 'une ligne de son en-tête n’en est pas une',
  reasonEn: 'a line of its header is not a field',
};

/** The bytes up to the body, as latin-1: the blank line is there unless the letter has no body at all. */
async function headerOf({ structure, open }: ReceivedMessage): Promise<string> {
  const { end } = structure.root.header;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of open()) {
    pieces.push(piece.subarray(0, end - length));
    length += piece.length;
    if (length >= end) break;
  }
  return Buffer.concat(pieces).toString('latin1');
}

interface HeaderField {
  readonly name: string;
  readonly value: string;
}

/** Null when the header does not end on a blank line of its own, or when a line is neither a field nor the rest of one. */
function fieldsOf(header: string): HeaderField[] | null {
  if (!header.endsWith('\r\n\r\n')) return null;
  const unfolded = header.slice(0, -4).replace(/\r\n(?=[ \t])/g, '');
  const fields = unfolded.split('\r\n').map((line) => FIELD.exec(line));
  if (fields.some((field) => field === null)) return null;
  return fields.flatMap((field) =>
    field ? [{ name: (field[1] ?? '').toLowerCase(), value: field[2] ?? '' }] : [],
  );
}

function plainAddress(value: string): string | null {
  const text = value.trim();
  if (ADDRESS_ALONE.test(text)) return text.toLowerCase();
  return NAME_AND_ADDRESS.exec(text.replace(QUOTED, ''))?.[1]?.toLowerCase() ?? null;
}
