import { bad, ok } from './completion.js';
import { beforeAuthentication } from './handler.js';

// EX_LPS_0500: IMAP with STARTTLS on port 143.
export const starttls = beforeAuthentication('STARTTLS', async ({ transport }, command) => {
  command.arguments.end();
  if (transport.encrypted) return bad('TLS is already active');
  // RFC 3501 §6.2.1: the client waits for our answer. What came before it could have been put there by somebody else.
  if (transport.unreadOctets > 0) return bad('Octets received before TLS negotiation');
  transport.startTlsAfterAnswer();
  return ok('Begin TLS negotiation now');
});
