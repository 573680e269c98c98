/** One address of a header, as IMAP's ENVELOPE gives it: raw (RFC 2047 words kept), group syntax as RFC 3501 §7.4.2. */
export interface EnvelopeAddress {
  readonly name: string | null;
  /** RFC 5322 §4.4, out of use for decades: hosts on the way, when there are any. */
  readonly route?: string;
  readonly mailbox: string | null;
  readonly host: string | null;
}

/** RFC 3501 §7.4.2 ENVELOPE. Header texts are raw: unfolded, not decoded. */
export interface Envelope {
  readonly date: string | null;
  readonly subject: string | null;
  readonly from: readonly EnvelopeAddress[];
  readonly sender: readonly EnvelopeAddress[];
  readonly replyTo: readonly EnvelopeAddress[];
  readonly to: readonly EnvelopeAddress[];
  readonly cc: readonly EnvelopeAddress[];
  readonly bcc: readonly EnvelopeAddress[];
  readonly inReplyTo: string | null;
  readonly messageId: string | null;
}

/** Where a piece of the message lies, in octets from its first byte; `end` excluded. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** One node of the MIME tree, with what IMAP's BODYSTRUCTURE tells and where its bytes lie. Texts are raw, lower case for types. */
export interface MimePart {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly contentId: string | null;
  readonly description: string | null;
  readonly encoding: string;
  readonly disposition: {
    readonly kind: string;
    readonly parameters: Readonly<Record<string, string>>;
  } | null;
  readonly language: readonly string[] | null;
  readonly location: string | null;
  readonly md5: string | null;
  /** The part's own header, blank line included (empty range when the part has none). */
  readonly header: ByteRange;
  readonly body: ByteRange;
  /** Lines of the body; counted for every part, IMAP shows it for text and message/rfc822. */
  readonly lines: number;
  /** multipart/*: its parts, in order. */
  readonly parts: readonly MimePart[];
  /** message/rfc822: the message inside. */
  readonly message: { readonly envelope: Envelope; readonly root: MimePart } | null;
}

/** What is computed once, by streaming, when a message arrives. */
export interface MessageStructure {
  readonly size: number;
  readonly envelope: Envelope;
  readonly root: MimePart;
  readonly facts: MessageFacts;
}

/** What lists, statistics and the portal need without opening the message. Values are attacker-chosen: cut and cleaned. */
export interface MessageFacts {
  /** Decoded for people (RFC 2047), single line, at most 998 characters. */
  readonly subject: string | null;
  /** The Date field as ISO 8601 with the sender's own offset; null when it is not a date. */
  readonly date: string | null;
  readonly hasAttachments: boolean;
  readonly hasXdm: boolean;
  readonly autoSubmitted: boolean;
  readonly receivedCount: number;
  /** The messages it answers, the oldest first; absent when it names none, and of messages kept before this was noted. */
  readonly references?: readonly string[];
  readonly xMssIns: string | null;
  readonly xMssCodeCda: string | null;
  readonly xMssNil: string | null;
}
