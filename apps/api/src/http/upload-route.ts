import type { RequestHandler } from 'express';
import type { Container } from '../container.js';
import { contextOfRequest } from '../context/make-context.js';
import { refuse } from './attachment-route.js';

interface Params {
  balId: string;
}

/** `POST /uploads/<bal>?name=…`: a file that waits for a letter of that BAL, sealed while it comes and never held. */
export function uploadRoute(container: Container): RequestHandler<Params> {
  return async (request, response) => {
    const { desks, correlationId } = await contextOfRequest(container, request);
    response.set('x-correlation-id', correlationId);
    // Whoever is refused is not read to the end.
    response.set('connection', 'close');
    if (!desks) return refuse(response, { code: 'authenticationRequired', detail: {} });
    const { name } = request.query;
    const facts = {
      name: typeof name === 'string' ? name : '',
      mediaType: request.headers['content-type'] ?? '',
      announced: Number(request.headers['content-length'] ?? 0),
    };
    try {
      const kept = await desks.uploads.receive(request.params.balId, facts, request);
      if (!kept.ok) return refuse(response, kept.refusal);
      const { id, size, expiresAt } = kept.value;
      response.status(201).set('cache-control', 'no-store').json({ id, size, expiresAt });
    } catch (fault) {
      // Whoever leaves before the end is told nothing; what came of the file goes with its time.
      if (!request.destroyed || request.complete) throw fault;
    }
  };
}
