import { type DerElement, derElements, derInside } from '@cachet/mss-core/trust';
import { FetchFailure } from '../http/fetch-bytes.js';

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** One message of a directory (RFC 4511 §4.1.1). */
export interface LdapMessage {
  readonly id: number;
  readonly operation: DerElement;
}

/**
 * Puts messages of a directory together from what comes. Lengths are judged before anything is read by them: a reader that believes
 * them, as that of ldapts does, is kept busy for ever by seventeen octets.
 */
export class LdapMessages {
  private held: Buffer = Buffer.alloc(0);

  constructor(private readonly maxBytes: number) {}

  /** The messages that these octets made whole. @throws FetchFailure when they are none, or longer than `maxBytes`. */
  take(chunk: Buffer): readonly LdapMessage[] {
    this.held = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    const messages: LdapMessage[] = [];
    for (let length = messageLength(this.held); length !== null; length = messageLength(this.held)) {
      if (length > this.maxBytes) throw new FetchFailure(`more than ${this.maxBytes} bytes`);
      if (length > this.held.length) break;
      messages.push(messageIn(this.held.subarray(0, length)));
      this.held = this.held.subarray(length);
    }
    return messages;
  }
}

function messageIn(bytes: Uint8Array): LdapMessage {
  const [id, operation] = derInside(bytes, SEQUENCE) ?? [];
  if (id?.tag !== INTEGER || id.content.length === 0 || id.content.length > 4 || !operation) throw notLdap();
  return { id: integerIn(id), operation };
}

/** With its header; null while the header itself is not whole. */
function messageLength(bytes: Uint8Array): number | null {
  const [tag, first] = bytes;
  if (tag !== undefined && tag !== SEQUENCE) throw notLdap();
  if (first === undefined) return null;
  if (first < 0x80) return 2 + first;
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4) throw notLdap();
  if (bytes.length < 2 + octets) return null;
  return 2 + octets + Buffer.from(bytes.subarray(2, 2 + octets)).readUIntBE(0, octets);
}

export function notLdap(): FetchFailure {
  return new FetchFailure('not a message of a directory');
}

/** Attributes as they came, by their descriptions in small letters; each has its values. */
export interface LdapEntry {
  readonly dn: string;
  readonly attributes: ReadonlyMap<string, readonly Uint8Array[]>;
}

/** What a SearchResultEntry holds (RFC 4511 §4.5.2). @throws FetchFailure when it is none. */
export function entryIn({ content }: DerElement): LdapEntry {
  const [dn, list] = derElements(content) ?? [];
  const attributes = list && derElements(list.content);
  if (!dn || !attributes) throw notLdap();
  return { dn: text(dn), attributes: new Map(attributes.map(attributeIn)) };
}

function attributeIn({ content }: DerElement): readonly [string, readonly Uint8Array[]] {
  const [description, set] = derElements(content) ?? [];
  const values = set && derElements(set.content);
  if (!description || !values) throw notLdap();
  return [text(description).toLowerCase(), values.map((value) => value.content)];
}

/** The code of a result (RFC 4511 §4.1.9). @throws FetchFailure when it has none. */
export function resultCode({ content }: DerElement): number {
  const [code] = derElements(content) ?? [];
  if (!code || code.content.length === 0 || code.content.length > 4) throw notLdap();
  return integerIn(code);
}

function integerIn({ content }: DerElement): number {
  return Buffer.from(content).readIntBE(0, content.length);
}

function text({ content }: DerElement): string {
  return Buffer.from(content).toString('utf8');
}
