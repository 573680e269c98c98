/** One reply of a peer, of one or several lines. */
export interface PeerReply {
  readonly code: number;
  /** What stands after the code, line by line. */
  readonly lines: readonly string[];
}

/** A peer that does not speak SMTP, or says more than anybody needs to hear. */
export class NotSmtp extends Error {}

// RFC 5321 §4.5.3.1.5 asks for 512 octets; peers with long names write more, none writes this much.
const LONGEST_LINE = 4096;
const MOST_LINES = 128;
const LINE = /^([2-5][0-9]{2})(?:([ -])(.*))?$/s;

/** Cuts what a peer sends into replies (RFC 5321 §4.2), and holds little of it whatever is sent. */
export class ReplyReader {
  #rest = Buffer.alloc(0);
  #code = 0;
  #lines: string[] = [];

  /** True when part of a reply is waiting for its end. */
  get isInTheMiddle(): boolean {
    return this.#rest.length > 0 || this.#lines.length > 0;
  }

  /** The replies that these bytes complete. @throws NotSmtp */
  write(bytes: Buffer): readonly PeerReply[] {
    const replies: PeerReply[] = [];
    let from = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, from)) {
      const reply = this.#line(this.#joined(bytes.subarray(from, end)));
      if (reply) replies.push(reply);
      from = end + 1;
    }
    this.#rest = this.#joined(bytes.subarray(from));
    return replies;
  }

  #joined(bytes: Buffer): Buffer<ArrayBuffer> {
    if (this.#rest.length + bytes.length > LONGEST_LINE) throw new NotSmtp('a reply line without end');
    const line = Buffer.concat([this.#rest, bytes]);
    this.#rest = Buffer.alloc(0);
    return line;
  }

  #line(bytes: Buffer): PeerReply | null {
    const match = LINE.exec(bytes.toString('utf8').replace(/\r$/, ''));
    const code = Number(match?.[1] ?? 0);
    if (!match || (this.#lines.length > 0 && code !== this.#code)) throw new NotSmtp('not a reply of SMTP');
    if (this.#lines.length >= MOST_LINES) throw new NotSmtp('a reply without end');
    this.#code = code;
    this.#lines.push(match[3] ?? '');
    if (match[2] === '-') return null;
    const lines = this.#lines;
    this.#lines = [];
    return { code, lines };
  }
}

const LF = 0x0a;
