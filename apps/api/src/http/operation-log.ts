import type { ApolloServerPlugin } from '@apollo/server';
import { Histogram, type Logger, type Registry } from '@cachet/runtime';
import type { ApiContext } from '../context/api-context.js';
import { isSpoken, publicError } from '../errors/public-error.js';

export function operationSeconds(metrics: Registry): Histogram<'kind' | 'outcome'> {
  return new Histogram({
    name: 'cachet_api_operation_seconds',
    help: 'Duration of GraphQL operations over HTTP',
    labelNames: ['kind', 'outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [metrics],
  });
}

/** Times each operation, and lets no fault speak: one log line, one neutral answer. */
export function operationPlugin(
  logger: Logger,
  seconds: Histogram<'kind' | 'outcome'>,
): ApolloServerPlugin<ApiContext> {
  return {
    async requestDidStart({ contextValue }) {
      const done = seconds.startTimer();
      let faulty = false;
      return {
        async didEncounterErrors({ errors }) {
          for (const error of errors) {
            if (isSpoken(error)) continue;
            faulty = true;
            const { correlationId } = contextValue;
            logger.error(
              { correlationId, path: error.path?.join('.'), err: error.originalError ?? error },
              'fault',
            );
          }
        },
        async willSendResponse({ response, operation }) {
          done({ kind: operation?.operation ?? 'unknown', outcome: faulty ? 'fault' : 'ok' });
          response.http.headers.set('x-correlation-id', contextValue.correlationId);
          response.http.headers.set('cache-control', 'no-store');
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          if (singleResult.errors) {
            singleResult.errors = singleResult.errors.map((error) =>
              publicError(error, contextValue.correlationId),
            );
          }
        },
      };
    },
    async contextCreationDidFail({ error }) {
      logger.error({ err: error }, 'the caller could not be established');
    },
    async unexpectedErrorProcessingRequest({ error }) {
      logger.error({ err: error }, 'request failed');
    },
  };
}
