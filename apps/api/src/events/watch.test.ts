import type { Bal } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgDeliveries } from '@cachet/schema';
import { address, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { authenticate } from '../session/authenticate.js';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { openSocket, type Subscriber } from '../testing/socket.fixture.js';
import type { DeliveryEvent } from '../types/delivery.js';
import { EventTails } from './event-tail.js';
import { socketContextOf } from './make-socket-context.js';
import { watchDeliveries } from './watch-deliveries.js';
import { WatchTails } from './watch-tail.js';

let world: ApiWorld;
let hospital: TestTenant;
let bal: Bal;
let key: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  bal = await hospital.bal();
  ({ key } = await hospital.apiKey(['delivery:read']));
});
afterAll(() => world.stop());

/** However busy the machine is. */
const until = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 20_000 });

async function listening(count: number): Promise<void> {
  await until(async () => {
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toMatch(new RegExp(`^cachet_api_subscriptions\\{.*\\} ${count}$`, 'm'));
  });
}

/** So many at one moment, in one act, a moment after what was before. */
async function deliveries(count: number): Promise<readonly string[]> {
  world.now = new Date(world.now.getTime() + 1_000);
  const ids = Array.from({ length: count }, () => newId());
  const recipient = address('camille@structure.mssante.fr');
  await world.database.withTenant(hospital.context({ at: world.now }), (sql) =>
    new PgDeliveries(sql).add(
      ids.map((id) => ({
        ...{ id, balId: bal.id, messageId: newId(), size: 10, sender: null, recipient },
        ...{ direction: 'inbound', state: 'delivered' },
      })),
    ),
  );
  return ids;
}

const FOLLOW = (fields: string) =>
  `subscription { deliveryEvents(structureId: "${hospital.id}") { delivery { ${fields} } } }`;
const deliveryOf = (event: Record<string, never> | undefined) =>
  (event as { deliveryEvents?: { delivery: Record<string, unknown> } } | undefined)?.deliveryEvents?.delivery;

describe('many who watch one structure', () => {
  it('cost the database no more than one, and each is answered what it asks', async () => {
    const sockets = Array.from({ length: 3 }, () =>
      openSocket(world.url, { authorization: `Bearer ${key}` }),
    );
    const ask = (fields: string) => (socket: (typeof sockets)[number]) =>
      Array.from({ length: 10 }, () => socket.subscribe(FOLLOW(fields)));
    const ids = sockets.flatMap(ask('id'));
    const states = sockets.flatMap(ask('__typename now: state recipient @include(if: false)'));
    await listening(60);
    const reads = vi.spyOn(PgDeliveries.prototype, 'byId');
    const visits = vi.spyOn(world.database, 'withTenant');
    const [id] = await deliveries(1);
    const heard = (all: readonly Subscriber[]) => all.map(({ events }) => events.map(deliveryOf));
    await until(() => expect([...ids, ...states].every(({ events }) => events.length === 1)).toBe(true));
    expect(new Set(heard(ids).map((each) => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify([{ id }])]),
    );
    expect(heard(states)[29]).toEqual([{ __typename: 'Delivery', now: 'DELIVERED' }]);
    expect(reads).toHaveBeenCalledTimes(1);
    // The act, the reading, the rights of all; a sweep may pass meanwhile.
    expect(visits.mock.calls.length).toBeLessThan(15);
    vi.restoreAllMocks();
    await Promise.all(sockets.map((socket) => socket.close()));
    await listening(0);
  });

  it('lose nothing of what could not be read at once', async () => {
    const socket = openSocket(world.url, { authorization: `Bearer ${key}` });
    const seen = socket.subscribe(FOLLOW('id'));
    await listening(1);
    const [before] = await deliveries(1);
    await until(() => expect(seen.events).toHaveLength(1));
    const cut = vi.spyOn(PgDeliveries.prototype, 'byId').mockRejectedValue(new Error('the pool is busy'));
    const during = await deliveries(3);
    await until(() => expect(cut).toHaveBeenCalled());
    cut.mockRestore();
    await until(() =>
      expect(seen.events.map((event) => deliveryOf(event)?.id).toSorted()).toEqual(
        [before, ...during].toSorted(),
      ),
    );
    await socket.close();
    await listening(0);
  });
});

describe('one who is too slow', () => {
  async function reader(watches: WatchTails) {
    const container = world.container();
    const caller = await authenticate(container, `Bearer ${key}`, '127.0.0.1');
    const guard = {
      demand: () => () => undefined,
      mayStillCall: async () => true,
      forbid: vi.fn(),
    };
    const request = { headers: {}, socket: { remoteAddress: '127.0.0.1' } };
    const heard = { container, tails: new EventTails(container), watches };
    const context = socketContextOf(heard, caller!, guard as never, request as never);
    const events = await watchDeliveries({ args: { structureId: hospital.id }, context });
    return { events, forbid: guard.forbid };
  }

  const idOf = ({ value }: IteratorResult<DeliveryEvent>) => String(value.delivery.id);

  it('is kept a thousand events at most, and then reads each other once where it was passed', async () => {
    const watches = new WatchTails(world.container());
    const fast = await reader(watches);
    const slow = await reader(watches);
    const expected: string[] = [];
    const followed = (async () => {
      const ids: string[] = [];
      while (ids.length < 1_160) ids.push(idOf(await fast.events.next()));
      return ids;
    })();
    for (const count of [950, 30, 120, 60]) expected.push(...(await deliveries(count)));
    expect((await followed).toSorted()).toEqual(expected.toSorted());
    const caught: string[] = [];
    while (caught.length < 1_160) caught.push(idOf(await slow.events.next()));
    expect(caught.toSorted()).toEqual(expected.toSorted());
    const [next] = await deliveries(1);
    expect(idOf(await slow.events.next())).toBe(next);
    await Promise.all([fast.events.return?.(), slow.events.return?.()]);
    expect(await slow.events.next()).toEqual({ done: true, value: undefined });
  }, 60_000);
});
