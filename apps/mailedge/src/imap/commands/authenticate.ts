import type { Refusal } from '@cachet/mss-core/outcome';
import { withWhere } from '../../auth/terms-page.js';
import { type Mechanism, signIn } from '../auth/sign-in.js';
import type { Session } from '../session/session.js';
import type { Cursor } from '../wire/cursor.js';
import { capabilities } from './capability.js';
import { bad, type Completion, no, ok } from './completion.js';
import { beforeAuthentication } from './handler.js';
import { refusal } from './refusals.js';

/** SASL, its initial response on the command line (RFC 4959) or on a line of its own. */
// EX_LPS_0700: XOAUTH2 with SASL-IR; OAUTHBEARER (RFC 7628) is its standard form. EX_LPS_1200: PLAIN where certificates are the proof.
export const authenticate = beforeAuthentication('AUTHENTICATE', async (session, { arguments: args }) => {
  args.space();
  const name = args.atom('a mechanism').toUpperCase();
  const initial = args.tryTake(' ') ? initialResponse(args) : null;
  args.end();
  if (!session.transport.encrypted) return refusal({ code: 'tlsRequired', detail: {} });
  const mechanism = mechanismOf(session, name);
  if (!mechanism) return no(OTHER_MECHANISM[session.deps.entry], 'CANNOT');
  const response = initial ?? (await askResponse(session));
  if (response === null) return bad('Authentication cancelled');
  const opened = await signIn(session, mechanism, response);
  if (!opened.ok) return signInRefusal(opened.refusal, session.deps.portalUrl);
  session.enter(opened.value);
  return ok('Authenticated', `CAPABILITY ${capabilities(session)}`);
});

/** RFC 2782: programs for the BAL of people try the other entry when theirs does not answer, and the reverse. */
const OTHER_MECHANISM = {
  psc: 'Cette entree est celle des personnes : XOAUTH2 avec Pro Sante Connect',
  authcli: 'Cette entree est celle des BAL applicatives : certificat de structure et PLAIN',
} as const;

function mechanismOf({ deps }: Session, name: string): Mechanism | null {
  if (deps.entry === 'authcli') return name === 'PLAIN' ? name : null;
  // RE_LPS_0100: for whoever comes in without Pro Santé Connect, where some structure wants it.
  if (name === 'PLAIN' && deps.access.secours.isOpen()) return name;
  return name === 'XOAUTH2' || name === 'OAUTHBEARER' ? name : null;
}

function initialResponse(args: Cursor): string {
  const text = args.match(/[A-Za-z0-9+/=]+/y, 'base64');
  return text === '=' ? '' : text;
}

/** The response asked for with `+`; null when the client gives up with `*`. */
async function askResponse(session: Session): Promise<string | null> {
  session.out.line('+ ');
  await session.out.flush();
  const line = await session.transport.line();
  if (line.kind !== 'line') return line.kind === 'tooLong' ? '' : null;
  return line.text === '*' ? null : line.text;
}

// EX_LPS_0710: a failed authentication is `NO Authentication failed`, with its RFC 5530 code.
export function signInRefusal(refused: Refusal, portalUrl: string | null): Completion {
  switch (refused.code) {
    case 'authenticationFailed':
      return no('Authentication failed', 'AUTHENTICATIONFAILED');
    case 'forbidden':
    case 'balNotOpen':
    case 'balSuspended':
      return no('Authentication failed', 'AUTHORIZATIONFAILED');
    // EX_DCU_5030
    case 'cguNotAccepted': {
      const completion = refusal(refused);
      return { ...completion, text: withWhere(completion.text, portalUrl) };
    }
    default:
      return refusal(refused);
  }
}
