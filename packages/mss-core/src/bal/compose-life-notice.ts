import { composeNotice, type NoticeStamp } from '../messaging/compose-notice.js';
import { DELETION_MOTIVES, SUSPENSION_MOTIVES } from './bal-life.js';
import type { AdministeredBal, BalDecision } from './ports.js';

/** What the heads of a structure are told of one of its BAL. */
export interface LifeNotice {
  readonly act: string;
  readonly bal: Pick<AdministeredBal, 'address'>;
  readonly decision: BalDecision;
  readonly to: string;
  readonly domain: string;
}

const MOTIVES: Readonly<Record<string, { readonly fr: string; readonly en: string }>> = {
  ...DELETION_MOTIVES,
  ...SUSPENSION_MOTIVES,
};

/** The notice, French first: the BAL, why, and what follows. */
export function composeLifeNotice(
  { act, bal, decision, to, domain }: LifeNotice,
  stamp: NoticeStamp,
): Uint8Array {
  const text = act === 'bal.suspended' ? suspendedText(bal.address) : deletedText(bal.address);
  const motive = MOTIVES[decision.motive ?? 'other'] ?? SUSPENSION_MOTIVES.other;
  const note = decision.note === null ? [] : [`Précision : ${oneLine(decision.note)}`];
  return composeNotice(
    {
      ...{ from: 'Messagerie MSSanté', domain, to, title: text.title },
      lines: [
        ...['Bonjour,', '', text.fr, `Motif : ${motive.fr}.`, ...note, ...text.next],
        ...['', '—', text.en, `Reason: ${motive.en}.`, ''],
      ],
    },
    stamp,
  );
}

function suspendedText(address: string) {
  return {
    title: 'Une boîte de votre structure est suspendue',
    fr: `La boîte ${address} est suspendue : elle ne reçoit ni n’envoie plus de messages, et ne s’ouvre plus.`,
    next: ['Ses messages sont conservés. Un gestionnaire peut la réactiver depuis le portail.'],
    en: `The mailbox ${address} is suspended: it neither receives nor sends, and cannot be opened. Its messages are kept.`,
  };
}

function deletedText(address: string) {
  return {
    title: 'Une boîte de votre structure est supprimée',
    fr: `La boîte ${address} est supprimée : son contenu est détruit sans retour possible, ses traces sont conservées.`,
    next: ['Son adresse n’est donnée à personne d’autre avant le délai fixé par l’opérateur.'],
    en: `The mailbox ${address} is deleted: its content is destroyed for good, its traces are kept.`,
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
