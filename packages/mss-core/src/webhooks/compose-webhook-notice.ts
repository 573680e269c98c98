import { composeNotice, type NoticeStamp } from '../messaging/compose-notice.js';
import type { WebhookStop } from './webhook.js';

/** What the managers of a structure are told of a webhook that is called no more. */
export interface WebhookNotice {
  readonly reason: Exclude<WebhookStop, 'manager'>;
  /** Whom it called, and nothing more of its address: a path may hold a secret of the receiver's. */
  readonly host: string;
  readonly description: string;
  readonly to: string;
  readonly domain: string;
}

const REASONS: Readonly<Record<WebhookNotice['reason'], { readonly fr: string; readonly en: string }>> = {
  gone: {
    fr: 'il a répondu qu’il n’existe plus (410)',
    en: 'it answered that it is gone (410)',
  },
  failing: {
    fr: 'aucun appel n’a abouti depuis cinq jours',
    en: 'no call has succeeded for five days',
  },
};

/** The notice, French first: which webhook, why, what is kept, what to do. */
export function composeWebhookNotice(
  { reason, host, description, to, domain }: WebhookNotice,
  stamp: NoticeStamp,
): Uint8Array {
  const why = REASONS[reason];
  const name = description === '' ? host : `${host} (${description.replace(/\s+/g, ' ')})`;
  return composeNotice(
    {
      ...{ from: 'Messagerie MSSanté', domain, to, title: 'Un webhook de votre structure est arrêté' },
      lines: [
        ...['Bonjour,', '', `Le webhook vers ${name} n’est plus appelé : ${why.fr}.`],
        'Les logiciels qui en dépendent ne sont plus avertis de ce qui arrive ; les événements eux-mêmes restent lisibles.',
        'Faites réparer le récepteur, remettez le webhook en service, puis renvoyez ce qui lui manque.',
        ...['', '—', `The webhook to ${name} is called no more: ${why.en}.`],
        ...[
          'Have the receiver repaired, put the webhook back in service, then send again what it lacks.',
          '',
        ],
      ],
    },
    stamp,
  );
}
