import { Buffer } from 'node:buffer';
import type { Bal } from '../access/index.js';
import { mailDate } from './compose-dsn.js';
import type { NoticeStamp } from './compose-malware-notice.js';
import type { QuotaLevel } from './quota.js';

/** What the holders of a BAL must know of its room. */
export interface QuotaNotice {
  readonly bal: Pick<Bal, 'address' | 'usedBytes' | 'quotaBytes'>;
  readonly level: QuotaLevel;
  /** In whose domain the notice is written. */
  readonly domain: string;
}

/** The notice, French first. */
export function composeQuotaNotice(notice: QuotaNotice, { hostname, at, id }: NoticeStamp): Uint8Array {
  const { title, lines } = notice.level === 100 ? fullText(notice) : nearlyFullText(notice);
  return Buffer.from(
    [
      `From: ${encodedWord('Messagerie MSSanté')} <mailer-daemon@${notice.domain}>`,
      `To: <${notice.bal.address}>`,
      `Subject: ${encodedWord(title)}`,
      `Date: ${mailDate(at)}`,
      `Message-ID: <${id}@${hostname}>`,
      // RFC 3834 §5: nothing answers a notice, so that none begets another.
      'Auto-Submitted: auto-generated',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Language: fr, en',
      'Content-Transfer-Encoding: base64',
      '',
      folded(lines.join(CRLF)),
      '',
    ].join(CRLF),
    'utf8',
  );
}

const CRLF = '\r\n';

interface NoticeText {
  readonly title: string;
  readonly lines: readonly string[];
}

function nearlyFullText({ bal, level }: QuotaNotice): NoticeText {
  return {
    title: `Votre boîte est remplie à ${level} %`,
    lines: [
      'Bonjour,',
      '',
      `La boîte ${bal.address} est remplie à plus de ${level} % : ${usage(bal, 'fr')}.`,
      'Elle reçoit et envoie encore normalement. Pleine, elle ne pourra plus recevoir de messages.',
      '',
      'Que faire : supprimez les messages dont vous n’avez plus besoin, puis videz la corbeille,',
      'ou demandez à votre gestionnaire une boîte plus grande.',
      '',
      '—',
      `The mailbox ${bal.address} is more than ${level}% full: ${usage(bal, 'en')}.`,
      'It still receives and sends. Once full, it can receive no more messages.',
      'Delete the messages you no longer need and empty the trash, or ask your manager for a larger mailbox.',
      '',
    ],
  };
}

function fullText({ bal }: QuotaNotice): NoticeText {
  return {
    title: 'Votre boîte est pleine',
    lines: [
      'Bonjour,',
      '',
      `La boîte ${bal.address} n’a plus de place pour un nouveau message : ${usage(bal, 'fr')}.`,
      'Les messages qui lui sont adressés sont refusés, et leurs expéditeurs en sont avertis.',
      'Ceux que vous avez déjà reçus sont conservés.',
      '',
      'Que faire : supprimez dès maintenant les messages dont vous n’avez plus besoin, puis videz la corbeille,',
      'ou demandez à votre gestionnaire une boîte plus grande.',
      '',
      '—',
      `The mailbox ${bal.address} has no room left for a new message: ${usage(bal, 'en')}.`,
      'Messages sent to it are refused, and their senders are told. Those already received are kept.',
      'Delete now the messages you no longer need and empty the trash, or ask your manager for a larger mailbox.',
      '',
    ],
  };
}

const UNITS = { fr: ['Mo', 'Go'], en: ['MB', 'GB'] } as const;

function usage({ usedBytes, quotaBytes }: QuotaNotice['bal'], language: 'fr' | 'en'): string {
  const isLarge = quotaBytes >= 2 ** 30;
  const unit = UNITS[language][isLarge ? 1 : 0];
  const shown = (octets: number) =>
    `${(octets / (isLarge ? 2 ** 30 : 2 ** 20)).toLocaleString(language, { maximumFractionDigits: 1 })} ${unit}`;
  return language === 'fr'
    ? `${shown(usedBytes)} utilisés sur ${shown(quotaBytes)}`
    : `${shown(usedBytes)} used of ${shown(quotaBytes)}`;
}

function encodedWord(text: string): string {
  return `=?utf-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`;
}

function folded(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64').replace(/.{76}/g, `$&${CRLF}`);
}
