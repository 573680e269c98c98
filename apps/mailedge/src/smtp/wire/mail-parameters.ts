import type { SmtpReply } from './reply.js';

/** What a sender announces with MAIL. */
export interface MailParameters {
  /** Octets; 0 when not announced (RFC 1870). */
  readonly size: number;
  readonly isUtf8: boolean;
}

const UNKNOWN: SmtpReply = { code: 555, enhanced: '5.5.4', text: 'Parameter not recognized' };
const MALFORMED: SmtpReply = { code: 501, enhanced: '5.5.4', text: 'Parameter malformed' };

/** Reads the parameters of MAIL (RFC 1870, 6152, 6531, 4954 §5), or tells the reply they deserve. */
export function readMailParameters(
  parameters: ReadonlyMap<string, string>,
  maxSize: number,
): MailParameters | { readonly reply: SmtpReply } {
  for (const [key, value] of parameters) {
    const judge = MAIL_PARAMETERS[key];
    if (!judge) return { reply: UNKNOWN };
    if (!judge.test(value)) return { reply: MALFORMED };
  }
  const size = Number(parameters.get('SIZE') ?? 0);
  return size > maxSize ? { reply: tooLarge(maxSize) } : { size, isUtf8: parameters.has('SMTPUTF8') };
}

// The identity of AUTH= (RFC 4954 §5) is read and not believed.
const MAIL_PARAMETERS: Readonly<Record<string, RegExp>> = {
  SIZE: /^\d{1,20}$/,
  BODY: /^(?:7BIT|8BITMIME)$/i,
  SMTPUTF8: /^$/,
  AUTH: /^.+$/,
};

/** RCPT takes no parameter as long as none is announced. */
export function readRecipientParameters(parameters: ReadonlyMap<string, string>): SmtpReply | null {
  return parameters.size === 0 ? null : UNKNOWN;
}

// EX_GBM_4410: larger than 10 MB is our choice to allow; the limit is told at MAIL and held at DATA.
export function tooLarge(limit: number): SmtpReply {
  return { code: 552, enhanced: '5.3.4', text: `Message exceeds the maximum size of ${limit} bytes` };
}
