import { describe, expect, it } from 'vitest';
import { type DeliveryRow, mergeDeliveries, summaryOf } from './delivery-rows.ts';

const row = (
  id: string,
  state: DeliveryRow['state'],
  createdAt: string,
  updatedAt = createdAt,
): DeliveryRow => ({
  id,
  state,
  createdAt,
  updatedAt,
  direction: 'OUTBOUND',
  sender: 'jeanne.moreau@ch-valmont.mssante.fr',
  recipient: 'marc.dubois@peer-operateur.mssante.fr',
  attempts: 1,
  lastCode: null,
  lastText: null,
  nextAttemptAt: null,
  acts: [],
});

describe('the table of deliveries', () => {
  const queued = row('a', 'QUEUED', '2026-11-20T13:00:00Z');
  const delivered = row('a', 'DELIVERED', '2026-11-20T13:00:00Z', '2026-11-20T13:00:04Z');
  const newer = row('b', 'QUEUED', '2026-11-20T13:01:00Z');

  it('renews a delivery that changed and puts a new one first', () => {
    expect(mergeDeliveries([queued], [newer, delivered], 50)).toEqual([newer, delivered]);
  });

  it('never goes back to an older state, whichever of list and event comes last', () => {
    expect(mergeDeliveries([delivered], [queued], 50)).toEqual([delivered]);
  });

  it('lets go of a row that left the state asked for', () => {
    expect(mergeDeliveries([queued], [delivered], 50, 'QUEUED')).toEqual([]);
  });

  it('stays as short as asked', () => expect(mergeDeliveries([queued], [newer], 1)).toEqual([newer]));

  it('sums up what changed: a delivery counts once, in its last state', () => {
    const failed = row('b', 'FAILED', '2026-11-20T13:01:00Z', '2026-11-20T13:02:00Z');
    expect(summaryOf([queued, delivered, newer, failed])).toEqual({ count: 2, failed: 1 });
  });
});
