import { readable } from './raw-text.js';
import type { EnvelopeAddress } from './structure.js';

const END_OF_GROUP: EnvelopeAddress = { name: null, mailbox: null, host: null };
const MAX_TEXT = 2000;

/**
 * Reads an address list as IMAP's ENVELOPE shows it: comments dropped, quotes undone, encoded words left raw,
 * groups opened and closed by their markers (RFC 3501 §7.4.2). Malformed text still gives something to show.
 * One pass, whatever the text; `limit` addresses at most.
 */
export function parseAddressList(raw: string, limit: number): EnvelopeAddress[] {
  return new AddressListReader(raw, limit).read();
}

class AddressListReader {
  readonly #found: EnvelopeAddress[] = [];
  #at = 0;
  /** Words outside angle brackets since the last separator. */
  #words = new Words();
  /** What stood between angle brackets. */
  #angle: Words | null = null;
  #route: string | null = null;
  #comment: string | null = null;
  #inGroup = false;

  constructor(
    private readonly raw: string,
    private readonly limit: number,
  ) {}

  read(): EnvelopeAddress[] {
    while (this.#at < this.raw.length && this.#found.length < this.limit) this.#step();
    this.#finishAddress();
    if (this.#inGroup) this.#found.push(END_OF_GROUP);
    return this.#found;
  }

  #step(): void {
    const char = this.raw.charAt(this.#at);
    if (char === ',') this.#separate();
    else if (char === ';') this.#endGroup();
    else if (char === ':') this.#beginGroup();
    else if (char === '<') this.#readAngle();
    else if (char === '(') this.#comment = this.#readComment();
    else this.#readWord(this.#words);
  }

  #separate(): void {
    this.#at += 1;
    this.#finishAddress();
  }

  #beginGroup(): void {
    this.#at += 1;
    if (this.#inGroup) return;
    this.#found.push({ name: null, mailbox: cut(this.#words.phrase()), host: null });
    this.#words = new Words();
    this.#comment = null;
    this.#inGroup = true;
  }

  #endGroup(): void {
    this.#at += 1;
    this.#finishAddress();
    if (!this.#inGroup) return;
    this.#found.push(END_OF_GROUP);
    this.#inGroup = false;
  }

  #readAngle(): void {
    this.#at += 1;
    const start = this.#at;
    let inside = new Words();
    while (this.#at < this.raw.length && this.raw.charAt(this.#at) !== '>') {
      const char = this.raw.charAt(this.#at);
      // RFC 5322 §4.4: a source route ends at the colon.
      if (char === ':') {
        this.#route = this.#angle ? this.#route : this.raw.slice(start, this.#at);
        inside = new Words();
      }
      if (char === '(') this.#readComment();
      else if (SEPARATORS.has(char)) this.#at += 1;
      else this.#readWord(inside);
    }
    this.#at += 1;
    this.#angle ??= inside;
  }

  #readComment(): string {
    const start = this.#at + 1;
    let depth = 0;
    for (; this.#at < this.raw.length; this.#at += 1) {
      const char = this.raw.charAt(this.#at);
      if (char === '\\') this.#at += 1;
      if (char === '(') depth += 1;
      if (char === ')' && --depth === 0) break;
    }
    const text = this.raw.slice(start, this.#at).replace(/\\(.)/gs, '$1');
    this.#at += 1;
    return text;
  }

  #readWord(words: Words): void {
    const char = this.raw.charAt(this.#at);
    if (char === '"') words.add(this.#readQuoted(), true);
    else if (char === ' ' || char === '\t' || char === '>') {
      this.#at += 1;
      words.space();
    } else words.add(this.#readAtom(), false);
  }

  #readQuoted(): string {
    const out: string[] = [];
    for (this.#at += 1; this.#at < this.raw.length; this.#at += 1) {
      const char = this.raw.charAt(this.#at);
      if (char === '"') break;
      if (char === '\\') this.#at += 1;
      out.push(this.raw.charAt(this.#at));
    }
    this.#at += 1;
    return out.join('');
  }

  #readAtom(): string {
    const start = this.#at;
    // An encoded word may hold what would otherwise separate: =?utf-8?Q?Martin,_Anne?=
    const word = this.raw.startsWith('=?', start)
      ? ENCODED_WORD.exec(this.raw.slice(start, start + 200))
      : null;
    this.#at += word ? word[0].length : 1;
    while (!word && this.#at < this.raw.length && !ENDS_ATOM.has(this.raw.charAt(this.#at)))
      this.#at += this.#domainLiteral() ?? 1;
    return this.raw.slice(start, this.#at);
  }

  /** RFC 5322 §3.4.1: the length of a domain between brackets, whose colons separate nothing. */
  #domainLiteral(): number | null {
    if (this.raw.charAt(this.#at) !== '[') return null;
    return DOMAIN_LITERAL.exec(this.raw.slice(this.#at, this.#at + 100))?.[0].length ?? null;
  }

  #finishAddress(): void {
    const address = this.#address();
    if (address) this.#found.push(address);
    this.#words = new Words();
    this.#angle = null;
    this.#route = null;
    this.#comment = null;
  }

  #address(): EnvelopeAddress | null {
    if (this.#angle) {
      const name = this.#words.phrase() || this.#comment;
      const route = this.#route?.startsWith('@') ? { route: cut(this.#route) } : null;
      return { name: name ? cut(name) : null, ...route, ...this.#angle.address() };
    }
    if (this.#words.isEmpty()) return null;
    return { name: this.#comment ? cut(this.#comment) : null, ...this.#words.address() };
  }
}

const SEPARATORS = new Set([',', ';', ':', '<']);
const ENDS_ATOM = new Set([',', ';', ':', '<', '>', '(', '"', ' ', '\t', '@']);
const DOMAIN_LITERAL = /^\[[A-Za-z0-9:.-]*\]/;
const ENCODED_WORD = /^=\?[^?\s]{1,64}\?[bBqQ]\?[^?\s]*\?=/;

/** A run of words: read as a phrase it is a name, read as an address it has an at sign. */
class Words {
  readonly #texts: string[] = [];
  #atSign = -1;
  #spaced = false;

  add(text: string, quoted: boolean): void {
    if (this.#spaced && this.#texts.length > 0) this.#texts.push(' ');
    this.#spaced = false;
    if (!quoted && text.startsWith('@')) {
      this.#atSign = this.#texts.length;
      this.#texts.push('@', text.slice(1));
    } else this.#texts.push(text);
  }

  space(): void {
    this.#spaced = true;
  }

  isEmpty(): boolean {
    return this.#texts.length === 0;
  }

  phrase(): string {
    return this.#texts.join('').trim();
  }

  /** Split at the last at sign that was not quoted; without one the host is empty, for null means a group. */
  address(): { mailbox: string; host: string } {
    if (this.#atSign < 0) return { mailbox: cut(this.phrase()), host: '' };
    const mailbox = closedUp(this.#texts.slice(0, this.#atSign));
    return { mailbox: cut(mailbox), host: cut(closedUp(this.#texts.slice(this.#atSign + 1))) };
  }
}

function cut(text: string): string {
  return readable(text.slice(0, MAX_TEXT)).toWellFormed().trim();
}

/** RFC 5322 §4.4: the words of an address may stand apart around their dots. */
function closedUp(texts: readonly string[]): string {
  const isApart = (text: string, at: number) =>
    text === ' ' && (texts[at - 1]?.endsWith('.') || texts[at + 1]?.startsWith('.'));
  return texts
    .filter((text, at) => !isApart(text, at))
    .join('')
    .trim();
}
