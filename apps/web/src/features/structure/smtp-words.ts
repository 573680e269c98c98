import type { fr } from '../../texts/fr.ts';

export type SmtpWords = Exclude<keyof typeof fr.smtp, 'code'>;

/** RFC 3463 subject.detail, for both classes 4 and 5. */
const ENHANCED: Readonly<Record<string, SmtpWords>> = {
  '1.1': 'unknownMailbox',
  '1.2': 'badAddress',
  '1.3': 'badAddress',
  '1.6': 'unknownMailbox',
  '1.10': 'badAddress',
  '2.1': 'suspendedMailbox',
  '2.2': 'fullMailbox',
  '2.3': 'tooLarge',
  '3.4': 'tooLarge',
  '4.6': 'loop',
  '4.7': 'delayExceeded',
  '7.1': 'notAuthorised',
  '7.5': 'certificate',
  '7.27': 'certificate',
};

const BASIC: Readonly<Record<number, SmtpWords>> = {
  421: 'busy',
  450: 'busy',
  451: 'busy',
  452: 'fullMailbox',
  454: 'certificate',
  501: 'badAddress',
  530: 'certificate',
  550: 'unknownMailbox',
  552: 'tooLarge',
  553: 'badAddress',
};

/** What the other server answered, in words: the enhanced status (RFC 3463) first, then the basic code. Null without an answer. */
export function smtpWords(code: number | null, text: string | null): SmtpWords | null {
  if (code === null) return null;
  if (code < 400) return 'accepted';
  const [, detail] = /\b[45]\.(\d{1,3}\.\d{1,3})\b/.exec(text ?? '') ?? [];
  if (detail?.startsWith('4.') && code < 500) return 'network';
  return ENHANCED[detail ?? ''] ?? BASIC[code] ?? (code < 500 ? 'temporary' : 'permanent');
}
