import { setTimeout as after } from 'node:timers/promises';
import { type Memory, memoryOfTree } from '../process-tree.js';
import { at } from './measure.js';
import type { Row } from './rows.js';
import type { Measured } from './servers.js';

const IDLERS = 1_000;
const MORE_IDLERS = 5_000;
const DELIVERED_TO = 100;
/** V8 tidies up when nothing has happened for some eight seconds: what idle sessions hold for hours is what is left then. */
const REST_MS = 30_000;

const users = new Map<string, readonly string[]>();

async function usersOf(server: Measured): Promise<readonly string[]> {
  const known = users.get(server.name);
  if (known) return known;
  const names: string[] = [];
  for (let index = 0; index < IDLERS; index++) names.push(await server.user(`veille${index}`));
  users.set(server.name, names);
  return names;
}

async function memoryAtRest(pid: number): Promise<Memory> {
  await after(REST_MS);
  return memoryOfTree(pid);
}

/** What an idle connection holds in memory, signed in and idling on INBOX: 1,000, and 5,000 of ours. */
export const idleMemory: Row = {
  name: 'idle',
  async run(load, servers) {
    const figures = new Map<string, number>();
    const more = new Map<string, number>();
    const further = new Map<string, number>();
    const remarks: string[] = [];
    for (const server of servers) {
      const names = await usersOf(server);
      // What the first sessions make once is no part of what each holds.
      await load.run(server.door, { kind: 'logins', users: names.slice(0, 10), forMs: 2_000 });
      const before = await memoryAtRest(server.pid);
      await load.run(server.door, { kind: 'idle', users: names });
      const after = await memoryAtRest(server.pid);
      figures.set(server.name, (after.pss - before.pss) / IDLERS / 1024);
      remarks.push(`${server.name} ${Math.round(after.pss / 2 ** 20)} MB proportional`);
      if (server.databasePid !== null) {
        const rest = Array.from({ length: MORE_IDLERS - IDLERS }, (_, index) => names[index % IDLERS] ?? '');
        await load.run(server.door, { kind: 'idle', users: rest });
        const all = await memoryAtRest(server.pid);
        more.set(server.name, (all.pss - before.pss) / MORE_IDLERS / 1024);
        further.set(server.name, (all.pss - after.pss) / (MORE_IDLERS - IDLERS) / 1024);
        remarks.push(`with ${MORE_IDLERS} ${Math.round(all.pss / 2 ** 20)} MB`);
      }
      await load.run(server.door, { kind: 'leave' });
    }
    return [
      { what: `idle connection, among ${IDLERS}`, unit: 'KB', figures, remark: remarks.join('; ') },
      { what: `idle connection, among ${MORE_IDLERS}`, unit: 'KB', figures: more, remark: 'goal < 60' },
      { what: 'each further idle connection', unit: 'KB', figures: further, remark: '' },
    ];
  },
};

/** How soon an idling client is told of a letter, with 1,000 that idle and 100 letters a second. */
export const tellingIdlers: Row = {
  name: 'exists',
  async run(load, servers) {
    const figures = new Map<string, readonly number[]>();
    const sent = new Map<string, readonly number[]>();
    for (const server of servers) {
      const names = await usersOf(server);
      await load.run(server.door, { kind: 'idle', users: names });
      const written = names.slice(0, DELIVERED_TO);
      const job = { kind: 'deliver', users: written, perSecond: 100, count: 1_000 } as const;
      const { each, others } = await load.run(server.door, job);
      figures.set(server.name, others);
      sent.set(server.name, each);
      await load.run(server.door, { kind: 'leave' });
    }
    const line = (what: string, of: typeof figures, part: number, remark: string) => ({
      what,
      unit: 'ms' as const,
      figures: new Map([...of].map(([name, values]) => [name, at(values, part)])),
      remark,
    });
    return [
      line('commit → EXISTS, p50', figures, 0.5, 'goal < 20'),
      line('commit → EXISTS, p99', figures, 0.99, 'goal < 200'),
      line('letter sent → EXISTS, p50', sent, 0.5, ''),
      line('letter sent → EXISTS, p99', sent, 0.99, ''),
    ];
  },
};
