import { REFUSALS, type Refusal, sentence } from '@cachet/mss-core';
import { GraphQLError } from 'graphql';

/** A foreseen refusal where the schema has no union to put it: same code and sentences, as a top-level error. */
export function refusalError(refusal: Refusal): GraphQLError {
  return new GraphQLError(sentence(refusal, 'fr'), {
    extensions: {
      code: refusal.code,
      messageEn: sentence(refusal, 'en'),
      retryable: !REFUSALS[refusal.code].permanent,
    },
  });
}

export function unauthenticated(): GraphQLError {
  return new GraphQLError(sentence({ code: 'authenticationRequired', detail: {} }, 'fr'), {
    extensions: {
      code: 'UNAUTHENTICATED',
      messageEn: sentence({ code: 'authenticationRequired', detail: {} }, 'en'),
      http: { status: 401 },
    },
  });
}
