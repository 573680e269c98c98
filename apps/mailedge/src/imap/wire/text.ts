/**
 * How texts are written in responses. A response is a latin1 string, one character per octet; nothing that came
 * from a message or a client is ever placed in it bare, so that it can neither end the line nor pose as syntax.
 */

const QUOTABLE = /^[\x20-\x7e]*$/;
const SPECIAL = /["\\]/;
const LONGEST_QUOTED = 512;

/** A text as an IMAP string: quoted when it is plain ASCII, otherwise a literal of its UTF-8 octets. */
export function imapString(text: string): string {
  if (text.length <= LONGEST_QUOTED && QUOTABLE.test(text)) return quoted(text);
  return literal(Buffer.from(withoutControls(text), 'utf8').toString('latin1'));
}

/** The same for clients that enabled UTF-8: quoted whatever its letters (RFC 9051 §9 QUOTED-CHAR). */
export function utf8String(text: string): string {
  const octets = Buffer.from(withoutControls(text), 'utf8').toString('latin1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what asks for a literal.
  return octets.length > LONGEST_QUOTED || /[\u0000-\u001f\u007f]/.test(octets)
    ? literal(octets)
    : quoted(octets);
}

export function nstring(text: string | null): string {
  return text === null ? 'NIL' : imapString(text);
}

/** Octets (latin1) as a literal, as they are. */
export function literal(octets: string): string {
  return `{${octets.length}}\r\n${octets}`;
}

/** A set of flags that many messages share is written once. */
const written = new WeakMap<readonly string[], string>();

/** Flags and keywords, known to be atoms since they were checked on the way in, and \Recent, which is none that is kept. */
export function flagList(flags: readonly string[], isRecent = false): string {
  const text = flagsText(flags);
  if (!isRecent) return text;
  return flags.length === 0 ? '(\\Recent)' : `${text.slice(0, -1)} \\Recent)`;
}

function flagsText(flags: readonly string[]): string {
  let text = written.get(flags);
  if (text === undefined) {
    text = `(${flags.join(' ')})`;
    written.set(flags, text);
  }
  return text;
}

/** Human text at the end of a response line: one line of ASCII, as a client expects that did not enable UTF-8 (RFC 3501 §9 text). */
export function humanText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[^\x20-\x7e]+/g, '?')
    .slice(0, 400);
}

function quoted(text: string): string {
  return `"${SPECIAL.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;
}

// A NUL has no place in an IMAP string (RFC 3501 §9 CHAR8), and line ends were unfolded when the message arrived.
function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return text.replace(/[\u0000\r\n]+/g, ' ');
}
