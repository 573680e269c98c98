import type { Bal } from '../access/index.js';
import { composeNotice, type NoticeStamp, type NoticeText } from './compose-notice.js';
import type { QuotaLevel } from './quota.js';

/** What the holders of a BAL must know of its room. */
export interface QuotaNotice {
  readonly bal: Pick<Bal, 'address' | 'usedBytes' | 'quotaBytes'>;
  readonly level: QuotaLevel;
  /** In whose domain the notice is written. */
  readonly domain: string;
}

/** The notice, French first. */
export function composeQuotaNotice(notice: QuotaNotice, stamp: NoticeStamp): Uint8Array {
  const text = notice.level === 100 ? fullText(notice) : nearlyFullText(notice);
  return composeNotice(
    { from: 'Messagerie MSSanté', domain: notice.domain, to: notice.bal.address, ...text },
    stamp,
  );
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
