import type { Request, RequestHandler } from 'express';
import type { Container } from '../container.js';

/** What is made of a notice's token: null when done, or why not, for our log. */
export type TakeNotice = (token: string, request: Request) => Promise<string | null>;

/**
 * Answers a notice of logout: 200 once the sessions have ended, 400 when it is not one or could not be verified, and nothing else. Whoever
 * tells is told that it was not taken, and no more.
 */
// OpenID Connect Back-Channel Logout 1.0 §2.5 and §2.8.
export function takeLogout({ logger }: Pick<Container, 'logger'>, take: TakeNotice): RequestHandler {
  return async (request, response) => {
    response.set({ 'cache-control': 'no-store', pragma: 'no-cache' });
    const token = typeof request.body === 'string' ? tokenIn(request.body) : null;
    const taken = token === null ? Promise.resolve('form') : take(token, request);
    const objection = await taken.catch((fault: unknown) => {
      logger.error({ err: fault }, 'a notice of logout could not be taken');
      return 'fault';
    });
    if (objection === null) return void response.status(200).end();
    logger.warn({ objection }, 'a notice of logout was refused');
    response.status(400).json({ error: 'invalid_request' });
  };
}

// §2.5: the parameter, once; others are none of our business.
function tokenIn(form: string): string | null {
  const [token, ...more] = new URLSearchParams(form).getAll('logout_token');
  return token && more.length === 0 ? token : null;
}
