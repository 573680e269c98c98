import type { Bal } from '../access/index.js';
import { composeNotice, type NoticeStamp } from './compose-notice.js';

export interface ClosureNotice {
  readonly bal: Pick<Bal, 'address'>;
  readonly closesAt: Date;
  /** In whose domain the notice is written. */
  readonly domain: string;
}

/** The notice, French first. */
export function composeClosureNotice(
  { bal, closesAt, domain }: ClosureNotice,
  stamp: NoticeStamp,
): Uint8Array {
  return composeNotice(
    {
      ...{ from: 'Messagerie MSSanté', domain, to: bal.address },
      title: 'Votre boîte inutilisée sera supprimée',
      lines: [
        'Bonjour,',
        '',
        `Personne ne s’est connecté depuis longtemps à la boîte ${bal.address}.`,
        `Sans connexion d’ici là, elle sera supprimée le ${dateIn('fr', closesAt)} avec tous ses messages, sans retour possible.`,
        '',
        'Que faire : connectez-vous une fois avant cette date, par le portail ou votre logiciel, et la boîte reste ouverte.',
        'Si vous n’en avez plus besoin, demandez auparavant à votre gestionnaire l’archive de vos messages.',
        '',
        '—',
        `Nobody has signed in to the mailbox ${bal.address} for long.`,
        `Unless somebody does, it is deleted on ${dateIn('en', closesAt)} with all its messages, for good.`,
        'Sign in once before that date and the mailbox stays open; ask your manager for an archive if you no longer need it.',
        '',
      ],
    },
    stamp,
  );
}

function dateIn(language: 'fr' | 'en', date: Date): string {
  return date.toLocaleDateString(language, { dateStyle: 'long', timeZone: 'Europe/Paris' });
}
