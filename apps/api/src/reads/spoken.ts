import type { Outcome } from '@cachet/mss-core';
import { refusalError } from '../errors/refusal-error.js';

/** The value of an outcome where the schema has no union for its refusal. @throws GraphQLError with the refusal's code. */
export function spoken<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw refusalError(outcome.refusal);
  return outcome.value;
}
