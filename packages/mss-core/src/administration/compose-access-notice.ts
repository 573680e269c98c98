import type { BalAccess, BalRole } from '../access/index.js';
import { composeNotice, type NoticeStamp, type NoticeText } from '../messaging/compose-notice.js';
import type { Actor } from '../tenancy/index.js';
import type { AccessNews } from './tell-holders.js';

export interface AccessNotice extends AccessNews {
  /** The BAL that is told. */
  readonly to: string;
  readonly domain: string;
  readonly by: Actor;
}

/** The notice, French first. */
export function composeAccessNotice(notice: AccessNotice, stamp: NoticeStamp): Uint8Array {
  const { to, domain } = notice;
  return composeNotice({ from: 'Messagerie MSSanté', domain, to, ...textOf(notice) }, stamp);
}

function textOf({ bal, person, access, kind, by }: AccessNotice): NoticeText {
  const name = `${person.givenName} ${person.familyName}`.trim();
  const reason = access.reason?.trim();
  return {
    title: kind === 'opened' ? 'Un nouvel accès à une boîte est ouvert' : 'Un accès à une boîte est élargi',
    lines: [
      'Bonjour,',
      '',
      kind === 'opened'
        ? `Un accès à la boîte ${bal.address} vient d’être ouvert :`
        : `Un accès à la boîte ${bal.address} vient d’être élargi :`,
      `- pour : ${name}, ${ROLES[access.role].fr} ;`,
      `- droits : ${rights(access, 'fr')} ;`,
      `- ${period(access, 'fr')} ;`,
      `- par : ${author(by, 'fr')}${reason ? ' ;' : '.'}`,
      ...(reason ? [`- motif : ${reason}`] : []),
      '',
      'Vous en êtes informé parce que vous répondez de cette boîte. Que faire : rien si cet accès est attendu ;',
      'sinon, mettez-y fin dans le portail, à la page des accès, et prévenez votre gestionnaire.',
      '',
      '—',
      `An access to the mailbox ${bal.address} was just ${kind === 'opened' ? 'opened' : 'widened'}: ${name}, ${ROLES[access.role].en};`,
      `rights: ${rights(access, 'en')}; ${period(access, 'en')}; by ${author(by, 'en')}.`,
      'You are told because you answer for this mailbox. If you did not expect it, end it on the portal and tell your manager.',
      '',
    ],
  };
}

type Language = 'fr' | 'en';

const ROLES: Readonly<Record<BalRole, Readonly<Record<Language, string>>>> = {
  responsible: { fr: 'responsable opérationnel', en: 'operational responsible' },
  coholder: { fr: 'cotitulaire', en: 'co-holder' },
  delegate: { fr: 'délégué', en: 'delegate' },
};

function rights({ mayRead, maySend }: BalAccess, language: Language): string {
  const both = { fr: 'lire et envoyer', en: 'read and send' };
  const none = { fr: 'gérer la boîte sans la lire', en: 'manage the mailbox without reading it' };
  if (mayRead && maySend) return both[language];
  if (mayRead) return language === 'fr' ? 'lire' : 'read';
  return maySend ? (language === 'fr' ? 'envoyer' : 'send') : none[language];
}

function period({ startsAt, endsAt }: BalAccess, language: Language): string {
  if (language === 'en')
    return endsAt ? `from ${day(startsAt)} to ${day(endsAt)}` : `from ${day(startsAt)} on`;
  return endsAt ? `du ${day(startsAt)} au ${day(endsAt)}` : `à partir du ${day(startsAt)}`;
}

function day(moment: Date): string {
  return moment.toLocaleDateString('fr', { timeZone: 'Europe/Paris' });
}

function author(by: Actor, language: Language): string {
  if (by.kind === 'person') return by.name;
  if (by.kind === 'partner')
    return language === 'fr' ? `le logiciel « ${by.name} »` : `the software “${by.name}”`;
  return language === 'fr' ? 'l’opérateur' : 'the operator';
}
