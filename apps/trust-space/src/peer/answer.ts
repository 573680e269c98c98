import { randomUUID } from 'node:crypto';
import type { Letter } from './smtp-send.js';

const HEADER_LIMIT = 65_536;

/** The header fields by lower-case name, folds removed; the first of each name. */
export function headerFields(raw: Buffer): ReadonlyMap<string, string> {
  const text = raw.subarray(0, HEADER_LIMIT).toString('latin1');
  const end = text.search(/\r?\n\r?\n/);
  const lines = (end === -1 ? text : text.slice(0, end)).replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/);
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** RFC 3834 §2: never to an empty sender, to automatic messages, to lists; and `silence.*` never answers. */
export function deservesAnswer(from: string, to: string, fields: ReadonlyMap<string, string>): boolean {
  if (from === '' || to.toLowerCase().startsWith('silence.')) return false;
  if ((fields.get('auto-submitted') ?? 'no').toLowerCase() !== 'no') return false;
  return !fields.has('list-id') && !/^(bulk|junk|list)$/i.test(fields.get('precedence') ?? '');
}

/** The answer of the peer's mailbox `to` to the message it got from `from`. Absence notices leave with an empty sender. */
export function answerTo(from: string, to: string, fields: ReadonlyMap<string, string>): Letter {
  const isAbsence = to.toLowerCase().split('@')[0]?.includes('absence') === true;
  const messageId = fields.get('message-id');
  const lines = [
    `From: <${to}>`,
    `To: <${from}>`,
    `Subject: ${subject(fields.get('subject') ?? '')}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@${to.slice(to.lastIndexOf('@') + 1)}>`,
    ...(messageId ? [`In-Reply-To: ${messageId}`, `References: ${messageId}`] : []),
    ...(isAbsence ? ['Auto-Submitted: auto-replied'] : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    ...(isAbsence ? ABSENCE : ANSWER),
    '',
  ];
  return { from: isAbsence ? '' : to, to: [from], raw: Buffer.from(lines.join('\r\n'), 'utf8') };
}

const ANSWER = [
  'Bonjour,',
  '',
  'J’ai bien reçu votre message et je vous en remercie.',
  '',
  'Réponse de l’opérateur pair (simulation)',
];
const ABSENCE = [
  'Bonjour,',
  '',
  'Je suis absent et lirai votre message à mon retour.',
  '',
  'Réponse automatique (simulation)',
];

// Encoded words are kept as they are; the field is folded again where it has spaces.
function subject(original: string): string {
  const text = /^re\s*:/i.test(original) ? original : `Re: ${original}`;
  return Buffer.from(text, 'latin1')
    .toString('utf8')
    .replace(/(.{1,70})(?: |$)/g, '$1\r\n ')
    .trimEnd();
}
