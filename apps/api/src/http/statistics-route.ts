import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import type { Container } from '../container.js';
import { contextOfRequest } from '../context/make-context.js';
import { refuse, saveAs } from './attachment-route.js';

/**
 * `GET /structures/<structure>/statistics/202611_EchangesMSSante_<domain>.csv`: the lines of the structure itself, written while they are read. What
 * breaks off on the way is no file: the connection is cut.
 */
export function statisticsRoute(container: Container): RequestHandler<{ structureId: string; name: string }> {
  return async (request, response) => {
    const { desks, correlationId } = await contextOfRequest(container, request);
    response.set('x-correlation-id', correlationId);
    if (!desks) return refuse(response, { code: 'authenticationRequired', detail: {} });
    const file = await desks.statistics.file(request.params.structureId, request.params.name);
    if (!file.ok) return refuse(response, file.refusal);
    response.set({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': saveAs(file.value.name),
      'cache-control': 'no-store',
    });
    await pipeline(Readable.from(file.value.bytes), response).catch((fault: unknown) => {
      container.logger.warn({ err: fault, correlationId }, 'a file of statistics was cut');
      response.destroy();
    });
  };
}
