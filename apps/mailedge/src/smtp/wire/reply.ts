/** One SMTP reply: code, enhanced code (RFC 3463) and text on one line. */
export interface SmtpReply {
  readonly code: number;
  readonly enhanced: string;
  readonly text: string;
}

/** A reply as the library takes it from a handler: an error that carries its code. */
export class ReplyError extends Error {
  readonly responseCode: number;

  constructor(readonly reply: SmtpReply) {
    super(replyText(reply));
    this.name = 'ReplyError';
    this.responseCode = reply.code;
  }
}

export function replyText({ enhanced, text }: SmtpReply): string {
  return `${enhanced} ${text}`;
}

/** Text that begins with its own enhanced code. */
export const OWN_ENHANCED_CODE = /^[245]\.\d{1,3}\.\d{1,3} /;
