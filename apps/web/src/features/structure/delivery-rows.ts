import type {
  DeliveryEventsSubscription,
  DeliveryState,
  StructureDeliveriesQuery,
} from '../../gql/documents.ts';

type Listed = Extract<StructureDeliveriesQuery['structure'], { __typename: 'Structure' }>;
export type DeliveryRow = Listed['deliveries']['edges'][number]['node'];
export type DeliveryEvent = DeliveryEventsSubscription['deliveryEvents'];

/**
 * The rows to show: those the server listed, renewed and joined by those that came live; newest first, at most `limit`, only in that
 * state when one is asked.
 */
export function mergeDeliveries(
  listed: readonly DeliveryRow[],
  live: readonly DeliveryRow[],
  limit: number,
  state: DeliveryState | null = null,
): readonly DeliveryRow[] {
  const byId = new Map<string, DeliveryRow>();
  for (const row of [...listed, ...live]) {
    const known = byId.get(row.id);
    if (!known || known.updatedAt <= row.updatedAt) byId.set(row.id, row);
  }
  return [...byId.values()]
    .filter((row) => state === null || row.state === state)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id))
    .slice(0, limit);
}

/** What a screen reader is told when several deliveries have just changed. */
export function summaryOf(changes: readonly DeliveryRow[]): {
  readonly count: number;
  readonly failed: number;
} {
  const last = new Map(changes.map((row) => [row.id, row]));
  return { count: last.size, failed: [...last.values()].filter(({ state }) => state === 'FAILED').length };
}
