import type { LeaseRequest, PendingDelivery, TenantId } from '@cachet/mss-core';
import { NOTHING_WISHED, parseMssAddress } from '@cachet/mss-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeliveryWorker } from './delivery-worker.js';
import type { OutgoingLetter, Verdicts } from './peer/outgoing-letter.js';

const TENANT = '0191f7a0-0000-7000-8000-000000000001' as TenantId;
const TOMORROW = 24 * 3_600_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function pendingOf(id: string): PendingDelivery {
  const recipient = parseMssAddress(`${id}@pair.mssante.fr`);
  if (!recipient) throw new Error(id);
  return {
    id,
    state: 'queued',
    balId: 'bal',
    messageId: id,
    sender: null,
    recipient,
    attempts: 0,
    createdAt: new Date(),
    wishes: NOTHING_WISHED,
    delayToldAt: null,
  };
}

/** A worker that may carry one letter at a time, on a business clock a day ahead. */
function worldOf(...ids: string[]) {
  const leases: LeaseRequest[] = [];
  const renewals: Date[] = [];
  const sent: OutgoingLetter[] = [];
  const stopped = new Set<string>();
  const records: string[] = [];
  const outages = { failures: 0 };
  const { promise: arrival, resolve: arrive } = Promise.withResolvers<Verdicts>();
  const due = ids.map((deliveryId) => ({
    deliveryId,
    tenantId: TENANT,
    destinationDomain: 'pair.mssante.fr',
  }));
  const released: (readonly string[])[] = [];
  const worker = new DeliveryWorker({
    queue: {
      lease: async (request) => {
        leases.push(request);
        return due.splice(0);
      },
      renew: async (_holder, asked, until) => {
        renewals.push(until);
        return asked.filter((id) => id !== 'second');
      },
      begin: async (_holder, asked) => asked.filter((id) => !stopped.has(id)),
      release: async (_holder, held) => void released.push(held),
      nextDueAt: async () => null,
      depth: async () => 0,
    },
    courier: {
      stop: async () => undefined,
      deliver: async (letter) => {
        sent.push(letter);
        return sent.length === 1 ? arrival : new Map();
      },
    },
    pending: async (_context, asked) => asked.map(pendingOf),
    open: async () => ({ size: 1, bytes: (async function* () {})() }),
    record: async (_context, { id }) => {
      records.push(id);
      if (records.length <= outages.failures) throw new Error('the database is away');
      return null;
    },
    onQueued: () => () => undefined,
    attempted: () => undefined,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    now: () => new Date(Date.now() + TOMORROW),
    newId: () => 'holder',
    limits: { letters: 3, lettersPerDomain: 1, leaseMs: 300_000, heartbeatMs: 60_000, restMs: 5_000 },
  });
  return {
    worker,
    leases,
    renewals,
    sent,
    released,
    stopped,
    records,
    outages,
    arrive: () => arrive(new Map()),
  };
}

describe('leases', () => {
  it('follow the wall clock, whatever the business clock says is due', async () => {
    const { worker, leases, renewals, arrive } = worldOf('first');
    const began = Date.now();
    worker.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(leases[0]).toMatchObject({
      dueBy: new Date(began + TOMORROW),
      now: new Date(began),
      until: new Date(began + 300_000),
    });
    expect(renewals).toEqual([new Date(began + 360_000)]);
    arrive();
    await Promise.all([worker.stop(), vi.advanceTimersByTimeAsync(5_000)]);
  });

  it('that another worker took over are not sent from here', async () => {
    const { worker, sent, released, arrive } = worldOf('first', 'second', 'third');
    worker.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([sent.length, worker.underway]).toEqual([1, 2]);
    arrive();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent.flatMap(({ recipients }) => recipients.map((to) => to.address))).toEqual([
      'first@pair.mssante.fr',
      'third@pair.mssante.fr',
    ]);
    await Promise.all([worker.stop(), vi.advanceTimersByTimeAsync(5_000)]);
    expect(released).toEqual([[]]);
  });

  it('stopped by a manager while they waited for their turn are not sent', async () => {
    const { worker, sent, stopped, arrive } = worldOf('first', 'third');
    worker.start();
    await vi.advanceTimersByTimeAsync(1_000);
    stopped.add('third');
    arrive();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent.flatMap(({ recipients }) => recipients.map((to) => to.address))).toEqual([
      'first@pair.mssante.fr',
    ]);
    await Promise.all([worker.stop(), vi.advanceTimersByTimeAsync(5_000)]);
  });
});

describe('N5: what a peer took while the database was away', () => {
  it('is written once it is back, and not sent again meanwhile', async () => {
    const { worker, sent, records, outages, arrive } = worldOf('first');
    outages.failures = 2;
    worker.start();
    await vi.advanceTimersByTimeAsync(1_000);
    arrive();
    await vi.waitFor(() => expect(records).toHaveLength(3), { timeout: 10_000 });
    expect(sent).toHaveLength(1);
    await Promise.all([worker.stop(), vi.advanceTimersByTimeAsync(5_000)]);
    expect(records).toHaveLength(3);
  });
});
