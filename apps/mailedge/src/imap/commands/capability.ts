import type { Session } from '../session/session.js';
import { ok } from './completion.js';
import { inAnyState } from './handler.js';

const ALWAYS = ['IMAP4rev1', 'IMAP4rev2', 'LITERAL-', 'SASL-IR', 'ID', 'ENABLE'];
const ONCE_SIGNED_IN = [
  'IDLE',
  'NAMESPACE',
  'UNSELECT',
  'UIDPLUS',
  'MOVE',
  'CHILDREN',
  'LIST-EXTENDED',
  'LIST-STATUS',
  'SPECIAL-USE',
  'CREATE-SPECIAL-USE',
  'STATUS=SIZE',
  'ESEARCH',
  'SEARCHRES',
  'SORT',
  'SORT=DISPLAY',
  'ESORT',
  'THREAD=ORDEREDSUBJECT',
  'THREAD=REFERENCES',
  'WITHIN',
  'CONDSTORE',
  'QRESYNC',
  'MULTIAPPEND',
  'NOTIFY',
  'BINARY',
  'UTF8=ACCEPT',
  'OBJECTID',
  'SAVEDATE',
  'PREVIEW',
  'ACL',
  'RIGHTS=kxte',
  'QUOTA',
  'QUOTA=RES-STORAGE',
];

/** Only what works is announced. */
export function capabilities(session: Session): string {
  return [...ALWAYS, ...ofState(session)].join(' ');
}

function ofState({ state, transport, deps }: Session): readonly string[] {
  const compression = transport.compressed ? [] : ['COMPRESS=DEFLATE'];
  if (state.kind !== 'notAuthenticated')
    return [...ONCE_SIGNED_IN, `APPENDLIMIT=${deps.limits.messageBytes}`, ...compression];
  // EX_LPS_0700: XOAUTH2 and SASL-IR are announced on connection, once it is encrypted; RFC 3501 §6.2.1 asks for the rest.
  if (!transport.encrypted) return ['STARTTLS', 'LOGINDISABLED'];
  if (deps.entry === 'authcli') return ['AUTH=PLAIN'];
  const more = deps.access.secours.isOpen() ? ['AUTH=PLAIN'] : [];
  return ['LOGINDISABLED', 'AUTH=XOAUTH2', 'AUTH=OAUTHBEARER', ...more];
}

export const capability = inAnyState('CAPABILITY', async (session, command) => {
  command.arguments.end();
  session.out.line(`* CAPABILITY ${capabilities(session)}`);
  return ok('CAPABILITY completed');
});
