import { decodeXtext, type LetterWishes, type NotifyWhen, type RecipientWishes } from '@cachet/mss-core';
import type { SmtpReply } from './reply.js';

/** What a sender announces with MAIL. */
export interface MailParameters extends LetterWishes {
  /** Octets; 0 when not announced (RFC 1870). */
  readonly size: number;
  readonly isUtf8: boolean;
}

const UNKNOWN: SmtpReply = { code: 555, enhanced: '5.5.4', text: 'Parameter not recognized' };
const MALFORMED: SmtpReply = { code: 501, enhanced: '5.5.4', text: 'Parameter malformed' };

/** Reads the parameters of MAIL (RFC 1870, 3461, 6152, 6531, 4954 §5), or tells the reply they deserve. */
export function readMailParameters(
  parameters: ReadonlyMap<string, string>,
  maxSize: number,
): MailParameters | { readonly reply: SmtpReply } {
  const refusal = judge(parameters, MAIL_PARAMETERS);
  if (refusal) return { reply: refusal };
  const size = Number(parameters.get('SIZE') ?? 0);
  if (size > maxSize) return { reply: tooLarge(maxSize) };
  const ret = parameters.get('RET')?.toUpperCase();
  return {
    size,
    isUtf8: parameters.has('SMTPUTF8'),
    ret: ret === 'FULL' || ret === 'HDRS' ? ret : null,
    envid: parameters.get('ENVID') ?? null,
  };
}

/** Reads the parameters of RCPT (RFC 3461 §4.1, §4.2), or tells the reply they deserve. */
export function readRecipientParameters(
  parameters: ReadonlyMap<string, string>,
): RecipientWishes | { readonly reply: SmtpReply } {
  const refusal = judge(parameters, RECIPIENT_PARAMETERS);
  if (refusal) return { reply: refusal };
  const notify = parameters.get('NOTIFY');
  return {
    notify: notify === undefined ? null : notifyOf(notify),
    orcpt: parameters.get('ORCPT') ?? null,
  };
}

type Judges = Readonly<Record<string, (value: string) => boolean>>;

function judge(parameters: ReadonlyMap<string, string>, judges: Judges): SmtpReply | null {
  for (const [key, value] of parameters) {
    const isRight = Object.hasOwn(judges, key) ? judges[key] : undefined;
    if (!isRight) return UNKNOWN;
    if (!isRight(value)) return MALFORMED;
  }
  return null;
}

const MAIL_PARAMETERS: Judges = {
  SIZE: (value) => /^\d{1,20}$/.test(value),
  BODY: (value) => /^(?:7BIT|8BITMIME)$/i.test(value),
  SMTPUTF8: (value) => value === '',
  // The identity of AUTH= (RFC 4954 §5) is read and not believed.
  AUTH: (value) => value !== '',
  RET: (value) => /^(?:FULL|HDRS)$/i.test(value),
  ENVID: (value) => value !== '' && value.length <= 100 && decodeXtext(value) !== null,
};

const RECIPIENT_PARAMETERS: Judges = {
  NOTIFY: (value) => notifyOf(value) !== null,
  ORCPT: isOriginalRecipient,
};

function notifyOf(value: string): readonly NotifyWhen[] | null {
  const words = value.toUpperCase().split(',');
  if (words.length === 1 && words[0] === 'NEVER') return ['NEVER'];
  return words.every(isOccasion) ? [...new Set(words)] : null;
}

function isOccasion(word: string): word is NotifyWhen {
  return word === 'SUCCESS' || word === 'FAILURE' || word === 'DELAY';
}

// RFC 3461 §4.2: a type, which is an atom, then xtext; 500 characters at most.
function isOriginalRecipient(value: string): boolean {
  const match = /^[A-Z0-9!#$%&'*+/=?^_`{|}~-]+;(.+)$/i.exec(value);
  return value.length <= 500 && match?.[1] !== undefined && decodeXtext(match[1]) !== null;
}

// EX_GBM_4410: larger than 10 MB is our choice to allow; the limit is told at MAIL and held at DATA.
export function tooLarge(limit: number): SmtpReply {
  return { code: 552, enhanced: '5.3.4', text: `Message exceeds the maximum size of ${limit} bytes` };
}
