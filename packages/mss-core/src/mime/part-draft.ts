import { type AddressRoom, envelopeOf, text } from './envelope.js';
import type { HeaderFields } from './header-fields.js';
import { parameterToken } from './parameter-text.js';
import { type Parameterized, parseParameterized } from './parameterized.js';
import { readable } from './raw-text.js';
import type { Envelope, MimePart } from './structure.js';

/** What a part's header says of it. */
export type PartFace = Omit<MimePart, 'header' | 'body' | 'lines' | 'parts' | 'message'> & {
  /** The delimiter's text without its dashes, one character per byte; null when the part has no parts to delimit. */
  readonly boundary: string | null;
};

// RFC 2045 §5.1 token; what does not look like a type is text/plain (§5.2).
const MEDIA_TYPE = /^([a-z0-9!#$&^_.+-]{1,127})\/([a-z0-9!#$&^_.+-]{1,127})$/;
const MAX_BOUNDARY = 512;
const MAX_LANGUAGES = 50;

/** Reads a part's header. Within multipart/digest a part is a message unless it says otherwise (RFC 2046 §5.1.5). */
export function faceOf(fields: HeaderFields, inDigest: boolean): PartFace {
  const content = contentType(fields, inDigest);
  const disposition = parsed(fields, 'content-disposition');
  const language = fields.first('content-language');
  return {
    ...content,
    contentId: text(fields, 'content-id'),
    description: text(fields, 'content-description'),
    encoding: encodingOf(fields),
    disposition: disposition?.value ? { kind: disposition.value, parameters: disposition.parameters } : null,
    language: language === null ? null : languages(language),
    location: text(fields, 'content-location'),
    md5: text(fields, 'content-md5'),
  };
}

/** The face of a part that cannot be opened further: too deep. */
export function opaque(face: PartFace): PartFace {
  return { ...face, type: 'application', subtype: 'octet-stream', parameters: {}, boundary: null };
}

export function isMessage(face: PartFace): boolean {
  return face.type === 'message' && face.subtype === 'rfc822';
}

function contentType(fields: HeaderFields, inDigest: boolean) {
  const said = parsed(fields, 'content-type');
  if (!said) return inDigest ? DIGEST_DEFAULT : DEFAULT;
  const [, type, subtype] = MEDIA_TYPE.exec(said.value.replace(/\s+/g, '')) ?? [];
  if (!type || !subtype) return DEFAULT;
  if (type !== 'multipart') return { type, subtype, parameters: said.parameters, boundary: null };
  const boundary = boundaryOf(said, fields.first('content-type') ?? '');
  return boundary === null ? DEFAULT : { type, subtype, parameters: said.parameters, boundary };
}

const DEFAULT = {
  type: 'text',
  subtype: 'plain',
  parameters: { charset: 'us-ascii' },
  boundary: null,
} as const;
const DIGEST_DEFAULT = { type: 'message', subtype: 'rfc822', parameters: {}, boundary: null } as const;

/** Delimiters are compared byte by byte, so a boundary that `readable` changed is turned back to one character per byte. */
function boundaryOf(said: Parameterized, raw: string): string | null {
  const token = parameterToken(said.parameters, 'boundary')?.replace(/\s+$/, '');
  if (!token || token.length > MAX_BOUNDARY) return null;
  const bytes = readable(raw) === raw ? token : Buffer.from(token, 'utf8').toString('latin1');
  return bytes;
}

function parsed(fields: HeaderFields, name: string): Parameterized | null {
  const raw = fields.first(name);
  return raw === null ? null : parseParameterized(raw);
}

// RFC 2045 §6.1: 7bit unless said. Comments and a trailing semicolon are seen in the field.
function encodingOf(fields: HeaderFields): string {
  const said = parsed(fields, 'content-transfer-encoding')?.value.split(/\s/)[0];
  return said ? said.slice(0, 64).toWellFormed() : '7bit';
}

function languages(raw: string): readonly string[] {
  const tags = readable(raw.slice(0, 4096))
    .replace(/\([^()]*\)/g, '')
    .split(',');
  return tags
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
    .slice(0, MAX_LANGUAGES);
}

/** A part being read: where it began, what it says, what was found in it so far. */
export class PartDraft {
  #fields: HeaderFields | null;
  #headerEnd: number;
  #bodyLinesBefore = 0;
  #face: PartFace | null = null;
  #envelope: Envelope | null = null;
  readonly parts: MimePart[] = [];
  inside: { readonly envelope: Envelope; readonly root: MimePart } | null = null;

  constructor(
    private readonly start: number,
    fields: HeaderFields,
    /** The head of a message has an envelope; the header of a mere part has none. */
    private readonly isMessageHead: boolean,
    private readonly addresses: AddressRoom,
  ) {
    this.#fields = fields;
    this.#headerEnd = start;
  }

  /** The header being read; null once the body has begun. */
  get fields(): HeaderFields | null {
    return this.#fields;
  }

  get face(): PartFace | null {
    return this.#face;
  }

  get envelope(): Envelope | null {
    return this.#envelope;
  }

  /** The header ends at that octet; `linesBefore` lines of the message lie before it. */
  beginBody(at: number, linesBefore: number, shape: (fields: HeaderFields) => PartFace): PartFace {
    const fields = this.#fields;
    if (!fields) throw new Error('The body of this part has already begun');
    const face = shape(fields);
    this.#face = face;
    if (this.isMessageHead) this.#envelope = envelopeOf(fields, this.addresses);
    this.#fields = null;
    this.#headerEnd = at;
    this.#bodyLinesBefore = linesBefore;
    return face;
  }

  /** The part once its last octet is known. A delimiter owns the end of line before it (RFC 2046 §5.1.1). */
  finish(end: { readonly at: number; readonly lines: number; readonly terminator: number }): MimePart {
    if (!this.#face) throw new Error('The body of this part has not begun');
    const { boundary: _, ...face } = this.#face;
    const bodyEnd = Math.max(this.#headerEnd, end.at - end.terminator);
    const owned = bodyEnd < end.at && end.terminator > 0 ? 1 : 0;
    return {
      ...face,
      header: { start: this.start, end: this.#headerEnd },
      body: { start: this.#headerEnd, end: bodyEnd },
      lines: Math.max(0, end.lines - owned - this.#bodyLinesBefore),
      parts: this.parts,
      message: this.inside,
    };
  }
}
