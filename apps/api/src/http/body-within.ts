import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';

/** Milliseconds for a request to come: its headers, its body, and the body that is a file. */
export interface Patience {
  readonly headersMs: number;
  readonly bodyMs: number;
  readonly fileMs: number;
}

/** What is not a file is a megabyte at most; a file of a letter may come by a slow line. */
export const PATIENCE: Patience = { headersMs: 10_000, bodyMs: 30_000, fileMs: 300_000 };

/** Bodies that are files, read while they come. */
const FILES = /^\/(?:uploads|imports)\//;

/** A body that comes a little at a time, to hold a connection, is waited for no longer than that: 408, and the connection ends. */
export function bodyWithin(ms: number): RequestHandler {
  return (request, response, next) => {
    if (!hasBody(request) || FILES.test(request.path)) return next();
    const timer = setTimeout(() => {
      if (response.headersSent) return void request.socket.destroy();
      response
        .set('connection', 'close')
        .status(408)
        .json({
          errors: [
            {
              message: 'La requête a mis trop de temps à venir. / The request took too long to come.',
              extensions: { code: 'REQUEST_TIMEOUT' },
            },
          ],
        });
    }, ms);
    const stop = () => clearTimeout(timer);
    request.once('end', stop).once('close', stop);
    next();
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
