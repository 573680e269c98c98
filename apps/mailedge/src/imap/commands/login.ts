import { signInByName } from '../auth/sign-in.js';
import { signInRefusal } from './authenticate.js';
import { capabilities } from './capability.js';
import { no, ok } from './completion.js';
import { beforeAuthentication } from './handler.js';

/**
 * Passwords do not exist here. Where certificates are the proof LOGIN names the BAL; elsewhere the refusal is the same whatever was
 * given, and the arguments are not even read.
 */
export const login = beforeAuthentication('LOGIN', async (session, { arguments: args }) => {
  const { transport, deps } = session;
  if (!transport.encrypted) return no('The connection must first be encrypted (STARTTLS)', 'PRIVACYREQUIRED');
  if (deps.entry !== 'authcli') return no('LOGIN is disabled', 'CANNOT');
  args.space();
  const name = args.astring();
  args.space();
  args.astring();
  args.end();
  const opened = await signInByName(session, name);
  if (!opened.ok) return signInRefusal(opened.refusal, deps.portalUrl);
  session.enter(opened.value);
  return ok('Logged in', `CAPABILITY ${capabilities(session)}`);
});
