import type { RequestHandler } from 'express';
import type { TrustedDocuments } from '../gate/trusted-documents.js';

/** A request that names one of the portal's documents in place of writing it is given its text. */
export function namedDocument(documents: TrustedDocuments | null): RequestHandler {
  return (request, _response, next) => {
    const { body } = request;
    if (documents && typeof body?.documentId === 'string' && body.query === undefined) {
      const text = documents.named(body.documentId);
      if (text !== null) request.body = { ...body, query: text };
    }
    next();
  };
}
