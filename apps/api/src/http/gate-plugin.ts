import type { ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { ApiContext } from '../context/api-context.js';
import type { Caller } from '../context/caller.js';
import { actualCost } from '../gate/actual-cost.js';
import { admit, LIMITS } from '../gate/admit.js';
import type { Points } from '../gate/points.js';
import { rateHeaders, spend } from '../gate/spend.js';
import { type TrustedDocuments, trust } from '../gate/trusted-documents.js';

/** Admits an operation and spends its points before it runs; shows what it cost and what is left, and gives back the rest. */
export function gatePlugin(points: Points, trusted: TrustedDocuments | null): ApolloServerPlugin<ApiContext> {
  return {
    async requestDidStart({ contextValue: { caller } }) {
      let requested: number | null = null;
      return {
        async didResolveOperation({ document, operation, request, source }) {
          if (!operation) return;
          trust(trusted, caller, source);
          const { cost } = admit(document, operation, request.variables ?? {}, caller);
          spend(points, caller, cost);
          requested = cost;
        },
        async willSendResponse({ response: { body, http }, document, operation }) {
          if (requested !== null && body.kind === 'single' && document && operation) {
            const { singleResult } = body;
            const cost = costOf(points, caller, { requested, document, operation }, singleResult.data);
            singleResult.extensions = { ...singleResult.extensions, cost };
          }
          for (const [name, value] of caller ? rateHeaders(points.status(caller)) : [])
            http.headers.set(name, value);
        },
      };
    },
  };
}

interface Asked {
  readonly requested: number;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

function costOf(
  points: Points,
  caller: Caller | null,
  { requested, document, operation }: Asked,
  data: Record<string, unknown> | null | undefined,
) {
  const actual = Math.min(requested, actualCost(document, operation, data));
  if (caller) points.giveBack(caller, requested - actual);
  const cost = { requested, actual, limit: LIMITS.cost };
  return caller ? { ...cost, throttleStatus: points.status(caller) } : cost;
}
