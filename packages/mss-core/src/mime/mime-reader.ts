import { HeaderFields, isFieldLine } from './header-fields.js';
import { type Line, LineReader, type LineSink, type Terminator } from './line-reader.js';
import { factsOf } from './message-facts.js';
import { faceOf, isMessage, opaque, PartDraft } from './part-draft.js';
import { oneCharPerByte } from './raw-text.js';
import type { MessageStructure, MimePart } from './structure.js';

/** Bounds of what is read; a message beyond them is still kept and served whole, only less finely described. */
export const MIME_LIMITS = {
  /** Levels of parts; what lies deeper is one opaque part (application/octet-stream). */
  depth: 50,
  /** Parts of a message; the last one holds the rest. */
  parts: 10_000,
  /** Octets of one header; what follows belongs to the body. */
  header: 1024 * 1024,
  /** Octets of all headers together; later parts are described by default values. */
  allHeaders: 8 * 1024 * 1024,
  /** Addresses of all envelopes together; the message's bytes keep them all. Telling more would hold up everybody else. */
  addresses: 20_000,
} as const;

/** Octets of a line that may still be a delimiter; a boundary is at most 512, the rest is padding. */
const DELIMITER_REACH = 1024;

/**
 * Reads a message as it arrives and tells its structure: `write` the bytes in any pieces, then `end`. It never throws on what
 * a message holds, keeps a few kilobytes beyond the structure itself, and costs time proportional to the bytes.
 */
export class MimeReader implements LineSink {
  readonly #lines = new LineReader(this);
  readonly #open: PartDraft[] = [];
  /** For each boundary in force, the depths of the multiparts it delimits, innermost last. */
  readonly #boundaries = new Map<string, number[]>();
  #rootFields = new HeaderFields();
  #headerOctets = 0;
  #allHeaderOctets = 0;
  readonly #addresses = { left: MIME_LIMITS.addresses };
  #partCount = 0;
  #lineCount = 0;
  #previous: Terminator = 0;

  constructor() {
    this.#openPart(0, this.#rootFields, true);
  }

  write(chunk: Uint8Array): void {
    this.#lines.write(chunk);
  }

  end(): MessageStructure {
    const size = this.#lines.end();
    const head = this.#open[0];
    const root = this.#closeDownTo(0, { at: size, lines: this.#lineCount, terminator: 0 });
    if (!head?.envelope || !root) throw new Error('This reader has already ended');
    return { size, envelope: head.envelope, root, facts: factsOf(this.#rootFields, root) };
  }

  wanted(): number {
    return this.#top()?.fields ? this.#headerRoom() + 1 : DELIMITER_REACH;
  }

  onlyDashes(): boolean {
    return this.#top()?.fields === null;
  }

  passed(terminator: Terminator): void {
    this.#lineCount += 1;
    this.#previous = terminator;
  }

  line(line: Line): void {
    const delimiter = this.#delimiter(line);
    if (delimiter) this.#delimit(line, delimiter);
    else if (this.#top()?.fields) this.#headerLine(line);
    if (line.terminator > 0) this.#lineCount += 1;
    this.#previous = line.terminator;
    if (delimiter?.opens)
      this.#openPart(line.start + line.length + line.terminator, new HeaderFields(), false);
    this.#beginBodyAfter(line);
  }

  // -- headers

  /** Set by a blank line: the body begins once this line is counted. */
  #blank = false;

  #headerLine(line: Line): void {
    if (line.length === 0) {
      this.#blank = true;
      return;
    }
    const octets = line.length + line.terminator;
    if (octets > this.#headerRoom() || !this.#takeHeaderLine(line)) {
      this.#beginBody(line.start, this.#lineCount);
      // The line belongs to a body: when that is a message inside, it is the first line of its header.
      if (this.#top()?.fields) this.#headerLine(line);
      return;
    }
    this.#headerOctets += octets;
    this.#allHeaderOctets += octets;
  }

  #takeHeaderLine(line: Line): boolean {
    const text = oneCharPerByte(line.bytes);
    const continues = this.#headerOctets > 0 && /^[ \t]/.test(text);
    // A first line "From …" is what an mbox file writes between messages; it is no field, and no body either.
    const fromMbox = line.start === 0 && text.startsWith('From ');
    // A blank line is missing where something else than a field stands: the body begins there.
    if (!continues && !fromMbox && !isFieldLine(text)) return false;
    this.#top()?.fields?.add(text);
    return true;
  }

  #headerRoom(): number {
    const each = MIME_LIMITS.header - this.#headerOctets;
    return Math.max(0, Math.min(each, MIME_LIMITS.allHeaders - this.#allHeaderOctets));
  }

  #beginBodyAfter(line: Line): void {
    if (!this.#blank) return;
    this.#blank = false;
    this.#beginBody(line.start + line.length + line.terminator, this.#lineCount);
  }

  #beginBody(at: number, linesBefore: number): void {
    const draft = this.#top();
    const parent = this.#open.at(-2);
    const inDigest = parent?.face?.type === 'multipart' && parent.face.subtype === 'digest';
    const deepest = this.#open.length >= MIME_LIMITS.depth;
    const face = draft?.beginBody(at, linesBefore, (fields) => {
      const found = faceOf(fields, inDigest);
      return deepest && (found.boundary !== null || isMessage(found)) ? opaque(found) : found;
    });
    if (!face) return;
    if (face.boundary !== null) this.#watch(face.boundary, this.#open.length - 1);
    if (isMessage(face)) this.#openPart(at, new HeaderFields(), true);
  }

  // -- the tree

  #top(): PartDraft | undefined {
    return this.#open.at(-1);
  }

  #openPart(at: number, fields: HeaderFields, isMessageHead: boolean): void {
    this.#open.push(new PartDraft(at, fields, isMessageHead, this.#addresses));
    this.#headerOctets = 0;
    this.#partCount += 1;
  }

  #delimit(line: Line, delimiter: Delimiter): void {
    this.#closeDownTo(delimiter.depth + 1, {
      at: line.start,
      lines: this.#lineCount,
      terminator: this.#previous,
    });
    if (!delimiter.opens) this.#unwatch(delimiter.depth);
  }

  /** Finishes the parts at that depth and deeper, innermost first; answers the last one finished. */
  #closeDownTo(
    depth: number,
    end: { readonly at: number; readonly lines: number; readonly terminator: number },
  ): MimePart | null {
    let finished: MimePart | null = null;
    while (this.#open.length > depth) {
      if (this.#top()?.fields) {
        // A header cut off by a delimiter or by the end: its part has an empty body.
        this.#beginBody(end.at, end.lines);
        continue;
      }
      this.#unwatch(this.#open.length - 1);
      const draft = this.#open.pop();
      if (!draft) break;
      finished = draft.finish(end);
      const parent = this.#top();
      if (parent?.face?.type === 'multipart') parent.parts.push(finished);
      else if (parent && draft.envelope) parent.inside = { envelope: draft.envelope, root: finished };
    }
    return finished;
  }

  // -- delimiters

  #delimiter(line: Line): Delimiter | null {
    if (line.bytes[0] !== 0x2d || line.bytes[1] !== 0x2d || line.length > DELIMITER_REACH) return null;
    if (this.#boundaries.size === 0) return null;
    const text = oneCharPerByte(line.bytes.subarray(2)).replace(/[ \t\r]+$/, '');
    const opening = this.#boundaries.get(text)?.at(-1);
    if (opening !== undefined) {
      return this.#partCount < MIME_LIMITS.parts ? { depth: opening, opens: true } : null;
    }
    const closing = text.endsWith('--') ? this.#boundaries.get(text.slice(0, -2))?.at(-1) : undefined;
    return closing === undefined ? null : { depth: closing, opens: false };
  }

  #watch(boundary: string, depth: number): void {
    const depths = this.#boundaries.get(boundary);
    if (depths) depths.push(depth);
    else this.#boundaries.set(boundary, [depth]);
  }

  /** After its closing delimiter, or once finished, a multipart's boundary means nothing more. */
  #unwatch(depth: number): void {
    const boundary = this.#open[depth]?.face?.boundary;
    if (boundary == null) return;
    const depths = this.#boundaries.get(boundary);
    if (depths?.at(-1) !== depth) return;
    depths.pop();
    if (depths.length === 0) this.#boundaries.delete(boundary);
  }
}

/** A line that delimits: the depth of its multipart, and whether a part opens after it or its multipart ends. */
interface Delimiter {
  readonly depth: number;
  readonly opens: boolean;
}
