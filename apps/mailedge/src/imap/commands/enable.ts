import type { Session } from '../session/session.js';
import { SyntaxProblem } from '../wire/cursor.js';
import { ok } from './completion.js';
import { onOpenedBal } from './handler.js';

/** RFC 5161: unknown names are passed over. */
export const enable = onOpenedBal('ENABLE', async (session, _opened, { arguments: args }) => {
  const asked: string[] = [];
  while (args.tryTake(' ')) asked.push(args.atom('a capability').toUpperCase());
  args.end();
  if (asked.length === 0) throw new SyntaxProblem('Expected a capability');
  const enabled = [...new Set(asked)].filter((name) => EXTENSIONS.has(name));
  for (const name of enabled) EXTENSIONS.get(name)?.(session);
  session.out.line(['* ENABLED', ...enabled].join(' '));
  return ok('ENABLE completed');
});

function condstore(session: Session): void {
  session.tellModseqs();
}

/** RFC 7162 §3.2.3: QRESYNC comes with CONDSTORE. */
function qresync(session: Session): void {
  condstore(session);
  session.qresync = true;
}

function rev2(session: Session): void {
  session.rev2 = true;
  // RFC 9051 appendix E.
  if (session.state.kind === 'selected') session.state.folder.recent.forget();
}

function utf8(session: Session): void {
  session.utf8 = true;
}

const EXTENSIONS: ReadonlyMap<string, (session: Session) => void> = new Map([
  ['CONDSTORE', condstore],
  ['QRESYNC', qresync],
  ['IMAP4REV2', rev2],
  ['UTF8=ACCEPT', utf8],
]);
