import { GraphQLError, getOperationAST, parse } from 'graphql';

/** What was typed, ready to be sent; or where it cannot be read. */
export type Question =
  | {
      readonly ok: true;
      readonly query: string;
      readonly variables: Record<string, unknown>;
      readonly isFollowed: boolean;
    }
  | { readonly ok: false; readonly at: 'operation' | 'several' | 'variables'; readonly detail: string };

/** One operation and its variables; a subscription is followed, anything else is asked once. */
export function readQuestion(query: string, typedVariables: string): Question {
  let isFollowed: boolean;
  try {
    const operation = getOperationAST(parse(query));
    if (!operation) return { ok: false, at: 'several', detail: '' };
    isFollowed = operation.operation === 'subscription';
  } catch (error) {
    return { ok: false, at: 'operation', detail: whereOf(error) };
  }
  const variables = objectIn(typedVariables);
  return variables ? { ok: true, query, variables, isFollowed } : { ok: false, at: 'variables', detail: '' };
}

function whereOf(error: unknown): string {
  if (!(error instanceof GraphQLError)) throw error;
  const [at] = error.locations ?? [];
  return at ? `${at.line}:${at.column}` : '';
}

function objectIn(typed: string): Record<string, unknown> | null {
  if (typed.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(typed);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
