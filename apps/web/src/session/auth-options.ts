import { createLogger } from '@cachet/runtime';
import type { NextAuthOptions } from 'next-auth';
import { returnPath } from '../security/return-path.ts';
import { isSecure, type Settings } from '../settings/settings.ts';
import { openSession } from './open-session.ts';
import { pscProvider } from './psc-provider.ts';
import { secoursProvider } from './secours.ts';

const logger = createLogger('web');

/** How next-auth signs people in: Pro Santé Connect, or what the API takes in its place when it is out, and a cookie that holds the grant and nothing of its tokens. */
export function authOptions(settings: Settings): NextAuthOptions {
  return {
    providers: [pscProvider(settings), secoursProvider()],
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

/** Name and code of a fault. Its message may quote what a provider answered, and stays out of the log. */
export function faultName(details: unknown): string {
  const error = details instanceof Error ? details : valueAt(details, 'error');
  if (!(error instanceof Error)) return 'unknown';
  const code = valueAt(error, 'code');
  return typeof code === 'string' ? `${error.name} ${code}` : error.name;
}

function valueAt(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined;
}
