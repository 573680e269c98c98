import { Entities, PgDeliveries } from '@cachet/schema';
import { type ShownDelivery, showDelivery, stepOf } from '../reads/show-structure.js';
import type { DeliveryEvent } from '../types/delivery.js';
import { MISSED_PAGE } from './missed.js';
import type { SocketContext } from './socket-context.js';
import { watch } from './watch.js';
import type { Watched } from './watched.js';

/** Deliveries of a structure as they are born and change. @throws GraphQLError notFound, scopeMissing. */
export function watchDeliveries({
  args,
  context,
}: {
  readonly args: { readonly structureId: string };
  readonly context: SocketContext;
}): Promise<AsyncIterableIterator<DeliveryEvent>> {
  return watch(context, args.structureId, DELIVERIES);
}

const DELIVERIES: Watched<ShownDelivery, DeliveryEvent> = {
  topic: 'delivery',
  view: 'deliveries',
  read: ({ database }, tenant, ids) =>
    database.withTenant(tenant, (sql) => Promise.all(ids.map((id) => new PgDeliveries(sql).byId(id)))),
  missed: ({ database }, { tenantId }, { at, id }) =>
    database
      .em(tenantId)
      .find(
        Entities.Delivery,
        id === null
          ? { updatedAt: { $gt: at } }
          : { $or: [{ updatedAt: { $gt: at } }, { updatedAt: at, id: { $gt: id } }] },
        { orderBy: [{ updatedAt: 'asc' }, { id: 'asc' }], limit: MISSED_PAGE },
      ),
  placeOf: ({ updatedAt, id }) => ({ at: updatedAt, id }),
  show: (row, { tenantId }) => ({
    structureId: tenantId,
    at: row.updatedAt,
    kind: stepOf(row.state),
    delivery: showDelivery(row),
  }),
};
