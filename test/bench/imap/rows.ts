import type { LoadProcess } from './load-process.js';
import { type Figure, measure, median } from './measure.js';
import type { Measured } from './servers.js';
import type { Act, Job } from './worker.js';

/** One line of the table: a figure for each server, and whether more of it is better. */
export interface Line {
  readonly what: string;
  readonly unit: '/s' | 'ms' | 'KB';
  readonly figures: ReadonlyMap<string, number>;
  readonly remark: string;
}

/** A part of the bench, run for every server in turn. */
export interface Row {
  readonly name: string;
  run(load: LoadProcess, servers: readonly Measured[]): Promise<readonly Line[]>;
}

/** Rounds of each line; the median is kept, servers in turn, so that a machine that slows down slows both. */
const ROUNDS = 3;
const FOR_MS = 2_000;
/** The first round, not counted: servers run for weeks, and what is measured is not how they begin. */
const WARM_MS = 12_000;

export const ROWS: readonly Row[] = [
  rates('login', 'logins, 10 clients', (users, forMs) => ({ kind: 'logins', users, forMs }), 0),
  acting('append', 'APPEND 5 KB, one client', 'append', 1),
  acting('append', 'APPEND 5 KB, 10 clients', 'append', 10),
  acting('fetch', 'FETCH body of 5 KB, 10 clients', 'body', 10),
  acting('fetch', 'FETCH 200 flags, 10 clients', 'flags', 10),
  acting('fetch', 'FETCH 50 envelopes, 10 clients', 'envelopes', 10),
  acting('store', 'STORE, 10 clients', 'store', 10),
  acting('noop', 'NOOP, 10 clients', 'noop', 10),
  acting('mixed', 'mixed load, 10 clients', 'mixed', 10),
  acting('mixed', 'mixed load, 50 clients', 'mixed', 50),
];

function acting(name: string, what: string, act: Act, clients: number): Row {
  return rates(name, what, (users, forMs) => ({ kind: 'acts', act, users, forMs }), 200, clients);
}

/** How many a second, and what each costs the processors. */
function rates(
  name: string,
  what: string,
  jobOf: (users: readonly string[], forMs: number) => Job,
  letters: number,
  clients = 10,
): Row {
  const run = async (load: LoadProcess, servers: readonly Measured[]): Promise<readonly Line[]> => {
    const figures = new Map<string, Figure[]>(servers.map((server) => [server.name, []]));
    const users = new Map<string, readonly string[]>();
    for (const server of servers) users.set(server.name, await readers(load, server, clients, letters));
    for (let round = -1; round < ROUNDS; round++)
      for (const server of servers) {
        const job = jobOf(users.get(server.name) ?? [], round < 0 ? WARM_MS : FOR_MS);
        const figure = await measure(load, server, job);
        if (round >= 0) figures.get(server.name)?.push(figure);
      }
    return [
      {
        what,
        unit: '/s',
        figures: new Map(
          [...figures].map(([server, of]) => [server, median(of.map((f) => (f.count / f.ms) * 1000))]),
        ),
        remark: [...figures].map(([server, of]) => `${server} ${costOf(of)}`).join('; '),
      },
    ];
  };
  return { name, run };
}

function costOf(figures: readonly Figure[]): string {
  const each = (cpu: (figure: Figure) => number) =>
    Math.round(median(figures.map((figure) => (cpu(figure) / figure.count) * 1e6)));
  const database = each(({ databaseCpu }) => databaseCpu);
  return `${each(({ serverCpu }) => serverCpu)}${database > 0 ? `+${database}` : ''} µs`;
}

/** Users with an INBOX of that many letters, made once for each server. */
const made = new Map<string, Promise<string>>();

async function readers(
  load: LoadProcess,
  server: Measured,
  clients: number,
  letters: number,
): Promise<string[]> {
  const users: string[] = [];
  for (let index = 0; index < clients; index++) {
    const key = `lecteur${index}.${letters}`;
    const known = made.get(`${server.name} ${key}`) ?? prepare(load, server, key, letters);
    made.set(`${server.name} ${key}`, known);
    users.push(await known);
  }
  return users;
}

async function prepare(load: LoadProcess, server: Measured, name: string, letters: number): Promise<string> {
  const user = await server.user(name);
  if (letters > 0)
    await load.run(server.door, { kind: 'fill', user, folder: 'INBOX', letters, size: 5_000, copies: 1 });
  return user;
}
