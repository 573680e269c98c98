import type { SpecialFolder } from './ports.js';

/**
 * The names under which other operators' servers and mail programs keep the special folders, in the form that `comparable` gives them:
 * English and French ones of Outlook, Thunderbird, Apple Mail, Zimbra, Courier, Gmail and the webmails of the trust space.
 */
const NAMES: Readonly<Record<SpecialFolder, readonly string[]>> = {
  inbox: ['inbox', 'boite de reception', 'courrier entrant', 'reception'],
  sent: [
    'sent',
    'sent items',
    'sent messages',
    'sent mail',
    'sent mails',
    'sent objects',
    'envoye',
    'envoyes',
    'messages envoyes',
    'elements envoyes',
    'objets envoyes',
    'courriers envoyes',
    'courrier envoye',
  ],
  drafts: ['draft', 'drafts', 'brouillon', 'brouillons'],
  trash: [
    'trash',
    'deleted',
    'deleted items',
    'deleted messages',
    'bin',
    'wastebasket',
    'corbeille',
    'poubelle',
    'elements supprimes',
    'messages supprimes',
    'supprimes',
  ],
  junk: [
    'junk',
    'junk email',
    'junk e mail',
    'junk mail',
    'bulk mail',
    'spam',
    'spams',
    'indesirable',
    'indesirables',
    'courrier indesirable',
    'messages indesirables',
    'pourriel',
    'pourriels',
  ],
  archive: ['archive', 'archives', 'all mail', 'tous les messages'],
};

const USES = new Map(
  Object.entries(NAMES).flatMap(([use, names]) => names.map((name) => [name, use as SpecialFolder] as const)),
);

/**
 * The special folder that a name means to other programs: `Sent Items`, `Éléments envoyés`, `INBOX/TRASH`, `INBOX.Trash`,
 * `[Gmail]/Corbeille`. Null for a name that means nothing in particular, and for what lies below such a name. Accents, case, hyphens and
 * underscores do not count. A folder that really bears the name goes first: ask this only when there is none.
 */
export function specialFolderNamed(name: string): SpecialFolder | null {
  return USES.get(comparable(name.replace(ABOVE, ''))) ?? null;
}

/** What some servers put in front of every folder. */
const ABOVE = /^(?:inbox|\[(?:gmail|google mail)\])[/.](?=.)/i;

function comparable(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_\-\u2010-\u2015]+/gu, ' ')
    .trim();
}
