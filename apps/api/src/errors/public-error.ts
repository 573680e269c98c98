import { REFUSALS } from '@cachet/mss-core';
import type { GraphQLFormattedError } from 'graphql';

/** Codes whose message was written for the caller. Whatever else comes out is a fault, and says nothing of itself. */
const SPOKEN: ReadonlySet<string> = new Set([
  ...Object.keys(REFUSALS),
  'UNAUTHENTICATED',
  'LIMIT_EXCEEDED',
  'THROTTLED',
  'DOCUMENT_NOT_TRUSTED',
  'DOCUMENT_UNKNOWN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** True for an error that the caller caused and may read. */
export function isSpoken(error: { readonly extensions?: Readonly<Record<string, unknown>> }): boolean {
  return typeof error.extensions?.code === 'string' && SPOKEN.has(error.extensions.code);
}

/** The error as it leaves: whole when it was foreseen, else a neutral sentence and the reference of the log line. */
export function publicError(error: GraphQLFormattedError, correlationId: string): GraphQLFormattedError {
  if (isSpoken(error)) return { ...error, extensions: withoutStack(error.extensions ?? {}) };
  return {
    message: `Une erreur interne est survenue (référence ${correlationId}). / An internal error occurred (reference ${correlationId}).`,
    ...(error.path ? { path: error.path } : {}),
    extensions: { code: 'INTERNAL', correlationId },
  };
}

function withoutStack(extensions: Record<string, unknown>): Record<string, unknown> {
  const { stacktrace: _stack, http: _http, ...kept } = extensions;
  return kept;
}
