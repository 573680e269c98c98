import type { RequestHandler } from 'express';
import { GraphQLError } from 'graphql';
import { type TrustedDocuments, textAsked } from '../gate/trusted-documents.js';

/** A request that names one of the portal's documents in place of writing it is given its text; one that names another is told so. */
export function namedDocument(documents: TrustedDocuments | null): RequestHandler {
  return (request, response, next) => {
    try {
      const text = textAsked(documents, request.body ?? {});
      if (text !== null) request.body = { ...request.body, query: text };
      next();
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      response
        .set('cache-control', 'no-store')
        .status(400)
        .json({ data: null, errors: [error] });
    }
  };
}
