import { domainOf, type PendingDelivery, type TenantId } from '@cachet/mss-core';

/** A delivery that was taken from the queue. */
export interface DueLetter {
  readonly tenantId: TenantId;
  readonly delivery: PendingDelivery;
}

/** Deliveries of one letter to one domain: one transaction with the peer. */
export interface Batch {
  readonly tenantId: TenantId;
  readonly domain: string;
  readonly deliveries: readonly PendingDelivery[];
}

/** A server takes at least so many recipients at once (RFC 5321 §4.5.3.1.8). */
const MOST_RECIPIENTS = 100;

// EX_3.2_5050: one letter for several recipients of one domain goes there once.
export function batchesOf(letters: readonly DueLetter[]): readonly Batch[] {
  const together = Map.groupBy(letters, ({ tenantId, delivery }) => {
    const { messageId, sender, recipient, wishes } = delivery;
    return [tenantId, domainOf(recipient), messageId, sender, wishes.ret, wishes.envid].join(' ');
  });
  return [...together.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const { tenantId } = first;
    const domain = domainOf(first.delivery.recipient);
    return inPieces(same.map(({ delivery }) => delivery)).map((deliveries) => ({
      tenantId,
      domain,
      deliveries,
    }));
  });
}

// An address stands once in a transaction: its verdict is one. The same letter sent twice to it goes twice.
function inPieces(deliveries: readonly PendingDelivery[]): PendingDelivery[][] {
  const pieces: PendingDelivery[][] = [];
  for (const delivery of deliveries) {
    const piece = pieces.find(
      (taken) =>
        taken.length < MOST_RECIPIENTS && !taken.some(({ recipient }) => recipient === delivery.recipient),
    );
    if (piece) piece.push(delivery);
    else pieces.push([delivery]);
  }
  return pieces;
}
