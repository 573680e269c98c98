import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { PersonCaller } from '../context/caller.js';
import { authenticate } from '../session/authenticate.js';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { SocketGuard } from './socket-guard.js';

let world: ApiWorld;
let token: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  const tenant = await TestTenant.create(world.database);
  const manager = await tenant.person();
  await tenant.role(manager, 'manager');
  token = await world.signIn(manager);
});
afterAll(() => world.stop());

/** A socket that only remembers how it was closed. */
function silentSocket() {
  const { promise: closed, resolve } = Promise.withResolvers<number>();
  return { closed, socket: { close: resolve } as unknown as WebSocket };
}

async function caller(): Promise<PersonCaller> {
  const known = await authenticate(world.container(), `Bearer ${token}`, null);
  if (known?.kind !== 'person') throw new Error('a person was expected');
  return known;
}

describe('a socket on which nothing happens', () => {
  it('is closed once a right it uses is withdrawn, without waiting for an event', async () => {
    const { closed, socket } = silentSocket();
    const guard = new SocketGuard(world.container(), await caller(), socket, 10);
    let isAllowed = true;
    guard.demand(async () => isAllowed);
    await guard.check();
    isAllowed = false;
    expect(await closed).toBe(4403);
    expect(guard.watching).toBe(0);
  });

  it('is closed once its session has been idle too long: watching is no activity', async () => {
    const { closed, socket } = silentSocket();
    new SocketGuard(world.container(), await caller(), socket, 10);
    world.now = new Date(world.now.getTime() + 15 * 60_000);
    expect(await closed).toBe(4403);
  });
});
