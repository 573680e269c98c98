import { Entities, PgDeliveries } from '@cachet/schema';
import { type ShownDelivery, showDelivery } from '../reads/show-structure.js';
import type { DeliveryEvent } from '../types/delivery.js';
import type { SocketContext } from './socket-context.js';
import { type Watched, watch } from './watch.js';

const MOST_MISSED = 100;

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
  async read({ container }, tenant, id) {
    const found = await container.database.withTenant(tenant, (sql) => new PgDeliveries(sql).byId(id));
    return found ? [found] : [];
  },
  missed: ({ container }, { tenantId }, since) =>
    container.database
      .em(tenantId)
      .find(
        Entities.Delivery,
        { updatedAt: { $gt: since } },
        { orderBy: { updatedAt: 'asc' }, limit: MOST_MISSED },
      ),
  momentOf: ({ updatedAt }) => updatedAt,
  show: (row, { tenantId }) => ({ structureId: tenantId, at: row.updatedAt, delivery: showDelivery(row) }),
};
