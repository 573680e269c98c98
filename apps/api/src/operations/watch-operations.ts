import { type Operation, parseUuid } from '@cachet/mss-core';
import { PgOperations } from '@cachet/schema';
import { MISSED_PAGE } from '../events/missed.js';
import type { SocketContext } from '../events/socket-context.js';
import { type Watched, watch } from '../events/watch.js';
import type { OperationEvent } from '../types/operation.js';
import { showOperation } from './show-operation.js';

/** Operations of a structure as they go on, or one of them. @throws GraphQLError notFound, scopeMissing. */
export function watchOperations({
  args,
  context,
}: {
  readonly args: { readonly structureId: string; readonly operationId?: string | null };
  readonly context: SocketContext;
}): Promise<AsyncIterableIterator<OperationEvent>> {
  const { structureId, operationId } = args;
  return watch(context, structureId, operationsOf(operationId ? (parseUuid(operationId) ?? '') : null));
}

function operationsOf(only: string | null): Watched<Operation, OperationEvent> {
  return {
    topic: 'operation',
    view: 'operations',
    async read({ container }, tenant, id) {
      if (only !== null && id !== only) return [];
      const found = await container.database.withTenant(tenant, (sql) => new PgOperations(sql).byId(id));
      return found ? [found] : [];
    },
    missed: ({ container }, tenant, after) =>
      container.database.withTenant(tenant, async (sql) => {
        const operations = new PgOperations(sql);
        if (only === null) return operations.changedAfter(after.at, after.id, MISSED_PAGE);
        const found = after.id === null ? await operations.byId(only) : null;
        return found && found.updatedAt > after.at ? [found] : [];
      }),
    placeOf: ({ updatedAt, id }) => ({ at: updatedAt, id }),
    show: (operation, { tenantId }) => ({
      structureId: tenantId,
      at: operation.updatedAt,
      operation: showOperation(operation, tenantId),
    }),
  };
}
