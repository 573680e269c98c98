import { assembleImap, createImapServer, type ImapServer } from '@cachet/mailedge/imap';
import { refused } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { LIMITS } from '../../imap/support/imap-world.js';
import type { EdgeUnderTest } from './edge-under-test.js';

/** An IMAP server beside the SMTP entries: the same BAL, tokens and certificate, and the scanners of this moment. */
export async function imapBeside(
  edge: EdgeUnderTest,
  entry: 'psc' | 'authcli' = 'psc',
): Promise<{ readonly server: ImapServer; readonly port: number }> {
  const server = createImapServer({
    ...assembleImap({
      database: edge.database,
      safe: edge.safe,
      scanning: edge.scanning(),
      quarantineMs: edge.deps().quarantineMs,
      newId,
      verifyToken: (token) => edge.verifyToken(token),
      structures: edge.trust.judgeOf('authCli'),
      secours: { isOpen: () => false, prove: async () => refused('authenticationFailed') },
    }),
    entry,
    secureContext: () => edge.identity.secureContext(),
    pace: edge.pace,
    portalUrl: 'https://portail.cachet.test',
    limits: LIMITS,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    now: () => new Date(),
    newId,
  });
  return { server, port: await server.listen({ port: 0, host: '127.0.0.1' }) };
}
