import type { RequestHandler } from 'express';
import type { Container } from '../container.js';
import { contextOfRequest } from '../context/make-context.js';
import { refuse, saveAs } from './attachment-route.js';

/** `GET /domains/<domain>/annexe-1.html`: the declaration by which a domain leaves the liste blanche, to print and sign. */
// EX_GBM_6020
export function withdrawalRoute(container: Container): RequestHandler<{ domain: string }> {
  return async (request, response) => {
    const { desks, correlationId } = await contextOfRequest(container, request);
    response.set('x-correlation-id', correlationId);
    if (!desks) return refuse(response, { code: 'authenticationRequired', detail: {} });
    const declared = await desks.domainWithdrawals.declaration(request.params.domain);
    if (!declared.ok) return refuse(response, declared.refusal);
    response.set({
      'content-type': 'text/html; charset=utf-8',
      'content-disposition': saveAs(declared.value.fileName),
      'cache-control': 'no-store',
    });
    response.send(declared.value.html);
  };
}
