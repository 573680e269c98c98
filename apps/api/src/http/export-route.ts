import { pipeline } from 'node:stream/promises';
import { exportArchive } from '@cachet/mailstore';
import { localPartOf } from '@cachet/mss-core';
import type { RequestHandler } from 'express';
import type { Container } from '../container.js';
import { contextOfRequest } from '../context/make-context.js';
import { refuse, saveAs } from './attachment-route.js';

interface Params {
  balId: string;
  format: string;
}

/** `GET /exports/<bal>/<eml|mbox>`: all the messages of a BAL as one archive, written while it is read and never held. */
export function exportRoute(container: Container): RequestHandler<Params> {
  return async (request, response) => {
    const { desks, correlationId } = await contextOfRequest(container, request);
    response.set('x-correlation-id', correlationId);
    if (!desks) return refuse(response, { code: 'authenticationRequired', detail: {} });
    const { balId, format } = request.params;
    if (format !== 'eml' && format !== 'mbox') return refuse(response, { code: 'notFound', detail: {} });
    const content = await desks.mail.takeAway(balId, format);
    if (!content.ok) return refuse(response, content.refusal);
    const { address, at } = content.value;
    response.set({
      'content-type': 'application/zip',
      'content-disposition': saveAs(`${localPartOf(address)}-${at.toISOString().slice(0, 10)}-${format}.zip`),
      'cache-control': 'no-store',
    });
    await pipeline(exportArchive(content.value, format), response).catch((fault: NodeJS.ErrnoException) => {
      // A reader who leaves; any other fault cuts the answer short, so that nobody takes a part for the whole.
      if (fault.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw fault;
    });
  };
}
