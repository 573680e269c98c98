import { type DeliveryNotice, printable } from './compose-dsn.js';
import { DELIVERY_CAUSES } from './delivery-causes.js';

export interface DsnText {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What a person reads of a notice: French, then one line of English. */
export function dsnText(notice: DeliveryNotice): DsnText {
  const { title, what, english } = told(notice);
  const { reply } = notice;
  return {
    title,
    lines: [
      'Bonjour,',
      '',
      ...what,
      ...(reply && notice.cause
        ? ['', `Réponse du serveur distant : ${reply.code} ${printable(reply.text)}`]
        : []),
      '',
      'Les en-têtes de votre message sont joints ; son contenu reste dans votre dossier « Envoyés ».',
      '',
      `In English: ${english}`,
      '',
    ],
  };
}

interface Told {
  readonly title: string;
  readonly what: readonly string[];
  readonly english: string;
}

function told(notice: DeliveryNotice): Told {
  switch (notice.kind) {
    case 'failed':
      return failure(notice);
    case 'delayed':
      return delay(notice);
    case 'delivered':
      return {
        title: 'Message remis',
        what: [`Votre message a été remis dans la boîte de ${notice.recipient}.`],
        english: `your message was delivered to the mailbox of ${notice.recipient}.`,
      };
    case 'relayed':
      return {
        title: 'Message transmis',
        what: [
          `Votre message a été transmis au serveur de ${notice.recipient}, qui n’envoie pas d’accusé de remise.`,
        ],
        english: `your message was handed to the server of ${notice.recipient}, which sends no delivery receipt.`,
      };
  }
}

function failure({ cause, triedMs, recipient }: DeliveryNotice): Told {
  const { what, advice, whatEn } = DELIVERY_CAUSES[cause ?? 'internalFault'];
  return {
    title: 'Message non remis',
    what: [
      `Votre message n’a pas pu être remis à ${recipient}.`,
      '',
      `Motif : ${what}`,
      ...(triedMs !== null
        ? [`Les essais, répétés pendant ${duration(triedMs)}, sont maintenant arrêtés.`]
        : []),
      `Que faire : ${advice}`,
    ],
    english: `your message could not be delivered to ${recipient}. ${whatEn}`,
  };
}

function delay({ cause, recipient, retryUntil }: DeliveryNotice): Told {
  const { what, whatEn } = DELIVERY_CAUSES[cause ?? 'internalFault'];
  return {
    title: 'Message retardé',
    what: [
      `Votre message n’a pas encore pu être remis à ${recipient}.`,
      '',
      `Motif : ${what}`,
      `Les essais continuent sans vous${retryUntil ? ` jusqu’au ${moment(retryUntil)}` : ''} : ne renvoyez pas le message.`,
      'Que faire : si c’est urgent, joignez le destinataire par un autre moyen.',
    ],
    english: `your message to ${recipient} is delayed; we go on trying. ${whatEn}`,
  };
}

const HOUR = 3_600_000;

function duration(ms: number): string {
  const hours = Math.round(ms / HOUR);
  if (hours < 48) return `${hours} heure${hours > 1 ? 's' : ''}`;
  return `${Math.round(hours / 24)} jours`;
}

const MOMENT = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  dateStyle: 'long',
  timeStyle: 'short',
});

function moment(date: Date): string {
  return MOMENT.format(date);
}
