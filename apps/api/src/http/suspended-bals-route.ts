import type { RequestHandler } from 'express';
import type { Container } from '../container.js';
import { contextOfRequest } from '../context/make-context.js';
import { refuse } from './attachment-route.js';
import { sendCsv } from './send-csv.js';

/** `GET /structures/<structure>/suspended-bals.csv`: which BAL are suspended, why, by whom and since when. */
// RE_GBM_4430
export function suspendedBalsRoute(container: Container): RequestHandler<{ structureId: string }> {
  return async (request, response) => {
    const { desks, correlationId } = await contextOfRequest(container, request);
    response.set('x-correlation-id', correlationId);
    if (!desks) return refuse(response, { code: 'authenticationRequired', detail: {} });
    const file = await desks.balLife.suspended(request.params.structureId);
    if (!file.ok) return refuse(response, file.refusal);
    sendCsv(response, `bal-suspendues-${container.clock().toISOString().slice(0, 10)}.csv`, file.value);
  };
}
