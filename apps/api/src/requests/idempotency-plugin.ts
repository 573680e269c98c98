import {
  type ApolloServerPlugin,
  type GraphQLRequestContext,
  type GraphQLResponse,
  HeaderMap,
} from '@apollo/server';
import type { Refusal } from '@cachet/mss-core';
import { type GraphQLFormattedError, Kind, type OperationDefinitionNode, valueFromASTUntyped } from 'graphql';
import type { ApiContext } from '../context/api-context.js';
import { isSpoken } from '../errors/public-error.js';
import { refusalError } from '../errors/refusal-error.js';
import { readIdempotencyKey } from './idempotency-key.js';
import type { BegunRequest } from './request-desk.js';

const REPLAYED = 'idempotency-replayed';

/** `Idempotency-Key`: a mutation that carries one is done once in a day, and answered each time as the first. Queries need none. */
export function idempotencyPlugin(): ApolloServerPlugin<ApiContext> {
  return {
    async requestDidStart() {
      let begun: BegunRequest | null = null;
      let isFaulty = false;
      return {
        async responseForOperation(request) {
          const header = request.request.http?.headers.get('idempotency-key');
          const { desks } = request.contextValue;
          // Absent when the request names an operation that its document has not: its refusal comes with the execution.
          const operation: OperationDefinitionNode | undefined = request.operation;
          if (operation?.operation !== 'mutation' || header === undefined || !desks) return null;
          const key = readIdempotencyKey(header);
          if (!key) return refusal({ code: 'inputInvalid', detail: { field: 'Idempotency-Key' } });
          const repeat = await desks.requests.begin(key, askedOf(request));
          if (!repeat.ok) return refusal(repeat.refusal);
          if (repeat.value.kind === 'repeated') return replayed(repeat.value.answer as Answer);
          begun = repeat.value.request;
          return null;
        },
        async didEncounterErrors({ errors }) {
          isFaulty ||= errors.some((error) => !isSpoken(error));
        },
        async willSendResponse({ response }) {
          if (!begun || response.body.kind !== 'single') return;
          const { data, errors } = response.body.singleResult;
          // Without data nothing was executed: the variables did not fit, for one.
          if (data === undefined) return begun.giveUp();
          if (isFaulty) return begun.lost();
          await begun.answered({ data, ...(errors && { errors }) });
        },
      };
    },
  };
}

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

function replayed({ data, errors }: Answer): GraphQLResponse {
  return {
    http: { headers: new HeaderMap([[REPLAYED, 'true']]) },
    body: {
      kind: 'single',
      singleResult: { ...(data !== undefined && { data }), ...(errors && { errors }) },
    },
  };
}

const STATUS: Partial<Record<Refusal['code'], number>> = { requestUnderway: 409, idempotencyKeyReused: 422 };

// draft-ietf-httpapi-idempotency-key-header §2.7: 409 while the first is under way, 422 for another request, 400 otherwise.
function refusal(refused: Refusal): GraphQLResponse {
  const headers = new HeaderMap(refused.code === 'requestUnderway' ? [['retry-after', '1']] : []);
  return {
    http: { status: STATUS[refused.code] ?? 400, headers },
    body: { kind: 'single', singleResult: { errors: [refusalError(refused).toJSON()] } },
  };
}

function askedOf({
  request,
  operation,
}: GraphQLRequestContext<ApiContext> & { operation: OperationDefinitionNode }) {
  const variables = request.variables ?? {};
  return {
    query: request.query ?? '',
    operationName: request.operationName ?? null,
    variables,
    structureId: structureOf(operation, variables),
  };
}

/** The `structureId` of the first field that has one. */
function structureOf(
  { selectionSet }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): string | null {
  for (const field of selectionSet.selections) {
    if (field.kind !== Kind.FIELD) continue;
    const argument = field.arguments?.find(({ name }) => name.value === 'structureId');
    const value: unknown = argument && valueFromASTUntyped(argument.value, variables);
    if (typeof value === 'string') return value;
  }
  return null;
}
