import type { Logger } from '@cachet/runtime';
import type { ErrorRequestHandler, RequestHandler } from 'express';

/** The API answers data, never a page: nothing of it may be framed, sniffed, run or kept. */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
  });
  next();
};

/** A body too large or not JSON is the caller's; anything else is ours, and says nothing. */
export function badBody(logger: Logger): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    if (status >= 500) logger.error({ err: error }, 'request failed');
    response.status(status).json({ errors: [errorOf(status)] });
  };
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 500;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function errorOf(status: number) {
  if (status === 413) {
    return {
      message: 'La requête dépasse 1 Mo. / The request exceeds 1 MB.',
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'body' },
    };
  }
  if (status < 500) {
    return {
      message: 'La requête n’est pas lisible. / The request cannot be read.',
      extensions: { code: 'BAD_REQUEST' },
    };
  }
  return {
    message: 'Une erreur interne est survenue. / An internal error occurred.',
    extensions: { code: 'INTERNAL' },
  };
}
