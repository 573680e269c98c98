import { composeNotice, type NoticeStamp } from '../messaging/compose-notice.js';
import type { CguVersion } from './cgu-version.js';

export interface TermsNotice {
  readonly version: Pick<CguVersion, 'name' | 'inForceAt'>;
  /** The BAL that is told. */
  readonly to: string;
  /** In whose domain the notice is written. */
  readonly domain: string;
  /** The page where the terms are read and accepted; null where nobody told it. */
  readonly page: string | null;
}

/** New terms announced to those who open a BAL, French first. */
export function composeTermsNotice(
  { version, to, domain, page }: TermsNotice,
  stamp: NoticeStamp,
): Uint8Array {
  const { name, inForceAt } = version;
  const where = page === null ? '' : ` : ${page}`;
  return composeNotice(
    {
      ...{ from: 'Messagerie MSSanté', domain, to },
      title: 'De nouvelles conditions d’utilisation s’appliqueront bientôt',
      lines: [
        'Bonjour,',
        '',
        `La version ${name} des conditions générales d’utilisation s’appliquera à partir du ${dayIn('fr', inForceAt)}.`,
        `Qui ouvre la boîte ${to} devra l’avoir acceptée : à partir de cette date, votre logiciel de messagerie`,
        'n’ouvrira plus la boîte de qui ne l’a pas fait. Vos messages continueront d’arriver.',
        '',
        `Que faire : lisez-la et acceptez-la dès maintenant sur le portail${where}`,
        'Si vous l’avez déjà acceptée, vous n’avez rien à faire.',
        '',
        '—',
        `Version ${name} of the terms of use will apply from ${dayIn('en', inForceAt)} on. Whoever opens the mailbox ${to}`,
        'will have to have accepted it: from then on mail programs open it to nobody else. Your messages will keep arriving.',
        `Read it and accept it now on the portal${page === null ? '' : `: ${page}`}`,
        '',
      ],
    },
    stamp,
  );
}

function dayIn(language: 'fr' | 'en', date: Date): string {
  return date.toLocaleDateString(language, { dateStyle: 'long', timeZone: 'Europe/Paris' });
}
