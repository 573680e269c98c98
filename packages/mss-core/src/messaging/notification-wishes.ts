/** What a sender asks to be told of one recipient (RFC 3461 §4.1). NEVER stands alone. */
export type NotifyWhen = 'NEVER' | 'SUCCESS' | 'FAILURE' | 'DELAY';

/** What was wished for one recipient; null where nothing was said. */
export interface RecipientWishes {
  readonly notify: readonly NotifyWhen[] | null;
  /** `rfc822;jean+2Bsoins@…`, as sent: type and xtext. */
  readonly orcpt: string | null;
}

/** What was wished for the whole letter; null where nothing was said. */
export interface LetterWishes {
  /** How much of the letter a failure notice gives back (RFC 3461 §4.3). */
  readonly ret: 'FULL' | 'HDRS' | null;
  /** The sender's own name for this sending, as sent: xtext. */
  readonly envid: string | null;
}

export const NO_WISHES: RecipientWishes = { notify: null, orcpt: null };
export const NO_LETTER_WISHES: LetterWishes = { ret: null, envid: null };

// RFC 3461 §4: `+` opens two capital hexadecimal digits; `+` and `=` never stand for themselves.
const XTEXT = /^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$/;
const PRINTABLE = /^[ -~]*$/;

/** What xtext stands for; null for what is not xtext, or hides what a line of a notice could not hold (RFC 3461 §4.4). */
export function decodeXtext(text: string): string | null {
  if (!XTEXT.test(text)) return null;
  const decoded = text.replace(/\+([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return PRINTABLE.test(decoded) ? decoded : null;
}

export function encodeXtext(text: string): string {
  return text.replace(
    /[^!-*,-<>-~]/g,
    (char) => `+${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** All that was wished for one delivery. */
export type DeliveryWishes = RecipientWishes & LetterWishes;

export const NOTHING_WISHED: DeliveryWishes = { ...NO_WISHES, ...NO_LETTER_WISHES };

// RFC 3461 §4.1: when nothing was wished, failures and delays are told, successes are not.
export function asksFor({ notify }: RecipientWishes, when: Exclude<NotifyWhen, 'NEVER'>): boolean {
  return notify === null ? when !== 'SUCCESS' : notify.includes(when);
}

/** Reads a NOTIFY as it was written down: its words, with commas between. */
export function readNotify(text: string | null): readonly NotifyWhen[] | null {
  if (text === null) return null;
  const words = new Set(text.split(','));
  return (['NEVER', 'SUCCESS', 'FAILURE', 'DELAY'] as const).filter((word) => words.has(word));
}
