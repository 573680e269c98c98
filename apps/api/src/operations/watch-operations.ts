import { type Operation, parseUuid } from '@cachet/mss-core';
import { PgOperations } from '@cachet/schema';
import { MISSED_PAGE } from '../events/missed.js';
import type { SocketContext } from '../events/socket-context.js';
import { watch } from '../events/watch.js';
import type { Watched } from '../events/watched.js';
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
  const only = operationId ? (parseUuid(operationId) ?? '') : null;
  return watch(context, structureId, OPERATIONS, ({ id }) => only === null || id === only);
}

const OPERATIONS: Watched<Operation, OperationEvent> = {
  topic: 'operation',
  view: 'operations',
  read: ({ database }, tenant, ids) =>
    database.withTenant(tenant, (sql) => Promise.all(ids.map((id) => new PgOperations(sql).byId(id)))),
  missed: ({ database }, tenant, { at, id }) =>
    database.withTenant(tenant, (sql) => new PgOperations(sql).changedAfter(at, id, MISSED_PAGE)),
  placeOf: ({ updatedAt, id }) => ({ at: updatedAt, id }),
  show: (operation, { tenantId }) => ({
    structureId: tenantId,
    at: operation.updatedAt,
    operation: showOperation(operation, tenantId),
  }),
};
