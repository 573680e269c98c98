import { createLogger } from '@cachet/runtime';
import type { NextAuthOptions } from 'next-auth';
import { returnPath } from '../security/return-path.ts';
import { isSecure, type Settings } from '../settings/settings.ts';
import { openSession } from './open-session.ts';
import { pscProvider } from './psc-provider.ts';

const logger = createLogger('web');

/** How next-auth signs people in: Pro Santé Connect alone, and a cookie that holds the grant and nothing of its tokens. */
export function authOptions(settings: Settings): NextAuthOptions {
  return {
    providers: [pscProvider(settings)],
    secret: settings.CACHET_WEB_SECRET,
    useSecureCookies: isSecure(settings),
    session: { strategy: 'jwt', maxAge: settings.CACHET_SESSION_MAX / 1000 },
    pages: { signIn: '/connexion', error: '/connexion' },
    callbacks: {
      signIn: openSession,
      redirect: ({ url, baseUrl }) =>
        `${baseUrl}${returnPath(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url)}`,
      jwt: ({ token, user }) => (user?.grant ? { grant: user.grant } : token),
    },
    // Codes only: what next-auth adds may hold tokens and claims.
    logger: {
      error: (code, details) => logger.warn({ code, fault: faultName(details) }, 'sign-in did not complete'),
      warn: (code) => logger.debug({ code }, 'next-auth warning'),
      debug: () => undefined,
    },
  };
}

function faultName(details: unknown): string {
  const error = details instanceof Error ? details : (details as { error?: unknown })?.error;
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown';
}
