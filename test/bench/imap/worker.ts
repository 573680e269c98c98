import { letterOf } from './letters.js';
import { type Door, LineClient } from './line-client.js';

/** How a worker reaches a server; XOAUTH2 with tokens of the sandbox, PLAIN with any password. */
export interface DoorPlan {
  readonly host: string;
  readonly port: number;
  readonly token: { readonly url: string; readonly rpps: string } | null;
}

/** One thing to do again and again; `mixed` draws among the others. */
export type Act =
  | 'noop'
  | 'body'
  | 'flags'
  | 'envelopes'
  | 'store'
  | 'append'
  | 'status'
  | 'select'
  | 'search'
  | 'mixed';

export type Job =
  | { readonly kind: 'logins'; readonly users: readonly string[]; readonly forMs: number }
  | { readonly kind: 'acts'; readonly act: Act; readonly users: readonly string[]; readonly forMs: number }
  | {
      readonly kind: 'fill';
      readonly user: string;
      readonly folder: string;
      readonly letters: number;
      readonly size: number;
      readonly copies: number;
    }
  | { readonly kind: 'timed'; readonly user: string; readonly commands: readonly string[] }
  | { readonly kind: 'idle'; readonly users: readonly string[] }
  | {
      readonly kind: 'deliver';
      readonly users: readonly string[];
      readonly perSecond: number;
      readonly count: number;
    }
  | { readonly kind: 'leave' };

/** What a job found, in milliseconds unless it is a count. */
export interface Found {
  readonly ms: number;
  readonly count: number;
  /** `timed`: one for each command; `deliver`: from the sending of APPEND to EXISTS, then from its OK. */
  readonly each: readonly number[];
  readonly others: readonly number[];
}

const BODY = 5_000;
const WITH_MESSAGES = 200;
const IDLERS_AT_ONCE = 20;

const idlers = new Map<string, LineClient[]>();
let arrivals = new Map<string, () => void>();

/** Runs jobs that the bench sends, one after the other. */
export function serveJobs(): void {
  process.on('message', ({ door, job }: { door: DoorPlan; job: Job }) => {
    run(doorOf(door), job).then(
      (found) => process.send?.({ found }),
      (fault: unknown) => process.send?.({ fault: String(fault) }),
    );
  });
}

async function run(door: Door, job: Job): Promise<Found> {
  switch (job.kind) {
    case 'logins':
      return timing(() => logins(door, job.users, job.forMs));
    case 'acts':
      return acts(door, job.act, job.users, job.forMs);
    case 'fill':
      return timing(() => fill(door, job));
    case 'timed':
      return timed(door, job.user, job.commands);
    case 'idle':
      return timing(() => idle(door, job.users));
    case 'deliver':
      return deliver(door, job);
    case 'leave':
      for (const clients of idlers.values()) for (const client of clients) client.close();
      idlers.clear();
      return { ms: 0, count: 0, each: [], others: [] };
  }
}

async function timing(work: () => Promise<number>): Promise<Found> {
  const begun = performance.now();
  const count = await work();
  return { ms: performance.now() - begun, count, each: [], others: [] };
}

async function logins(door: Door, users: readonly string[], forMs: number): Promise<number> {
  const end = performance.now() + forMs;
  let count = 0;
  await Promise.all(
    users.map(async (user) => {
      while (performance.now() < end) {
        const client = await LineClient.signedIn(door, user);
        await client.command('LOGOUT').catch(() => undefined);
        client.close();
        count += 1;
      }
    }),
  );
  return count;
}

async function acts(door: Door, act: Act, users: readonly string[], forMs: number): Promise<Found> {
  const clients = await Promise.all(users.map((user) => LineClient.signedIn(door, user)));
  await Promise.all(clients.map((client) => client.command('SELECT INBOX')));
  let count = 0;
  const found = await timing(async () => {
    const end = performance.now() + forMs;
    await Promise.all(
      clients.map(async (client, place) => {
        // The same draw for every server.
        const draw = drawOf(place + 1);
        while (performance.now() < end) {
          const chosen = act === 'mixed' ? drawn(draw) : act;
          await perform(client, chosen, 1 + Math.floor(draw() * WITH_MESSAGES), count++);
        }
      }),
    );
    return count;
  });
  for (const client of clients) client.close();
  return found;
}

async function perform(client: LineClient, act: Act, number: number, index: number): Promise<void> {
  switch (act) {
    case 'append':
      return client.append('INBOX', [letterOf(BODY, index)]);
    default:
      await client.command(COMMANDS[act](number, index));
  }
}

const COMMANDS: Readonly<Record<Exclude<Act, 'append'>, (number: number, index: number) => string>> = {
  noop: () => 'NOOP',
  body: (number) => `FETCH ${number} BODY.PEEK[]`,
  flags: () => `FETCH 1:${WITH_MESSAGES} (FLAGS)`,
  envelopes: () => 'FETCH 1:50 (ENVELOPE)',
  store: (number, index) => `STORE ${number} ${index % 2 === 0 ? '+' : '-'}FLAGS (\\Flagged)`,
  status: () => 'STATUS INBOX (MESSAGES UNSEEN UIDNEXT)',
  select: () => 'SELECT INBOX',
  search: () => 'SEARCH UNSEEN',
  mixed: () => 'NOOP',
};

/** Out of a hundred commands of mail programs at work. */
const SHARES: readonly (readonly [Act, number])[] = [
  ['noop', 20],
  ['body', 25],
  ['flags', 15],
  ['envelopes', 8],
  ['store', 15],
  ['append', 5],
  ['status', 5],
  ['select', 4],
  ['search', 3],
];

function drawn(draw: () => number): Act {
  let left = draw() * 100;
  for (const [act, share] of SHARES) {
    left -= share;
    if (left < 0) return act;
  }
  return 'noop';
}

function drawOf(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

const PER_COMMAND = 50;

/**
 * A folder of that many letters, or of `copies` of each: laid there by COPY from another folder, so that bytes are written once and nobody
 * has opened it yet.
 */
async function fill(door: Door, job: Extract<Job, { kind: 'fill' }>): Promise<number> {
  const { user, folder, letters, size, copies } = job;
  const client = await LineClient.signedIn(door, user);
  if (folder !== 'INBOX') await client.command(`CREATE ${folder}`);
  const first = copies > 1 ? `Source${folder}` : folder;
  if (copies > 1) await client.command(`CREATE ${first}`);
  for (let at = 0; at < letters; at += PER_COMMAND) {
    const count = Math.min(PER_COMMAND, letters - at);
    await client.append(
      first,
      Array.from({ length: count }, (_, index) => letterOf(size, at + index)),
    );
  }
  if (copies > 1) await client.command(`SELECT ${first}`);
  for (let copy = 0; copies > 1 && copy < copies; copy++) await client.command(`COPY 1:${letters} ${folder}`);
  client.close();
  return letters * copies;
}

async function timed(door: Door, user: string, commands: readonly string[]): Promise<Found> {
  const client = await LineClient.signedIn(door, user);
  const each: number[] = [];
  for (const command of commands) {
    const begun = performance.now();
    await client.command(command);
    each.push(performance.now() - begun);
  }
  client.close();
  return { ms: each.reduce((sum, ms) => sum + ms, 0), count: each.length, each, others: [] };
}

/** Sessions that idle on INBOX, kept open until `leave`. */
async function idle(door: Door, users: readonly string[]): Promise<number> {
  let next = 0;
  const open = async () => {
    while (next < users.length) {
      const user = users[next++] ?? '';
      const client = await LineClient.signedIn(door, user);
      await client.command('SELECT INBOX');
      await client.idle();
      client.onNews = (text) => {
        if (text.includes(' EXISTS')) arrivals.get(user)?.();
      };
      idlers.set(user, [...(idlers.get(user) ?? []), client]);
    }
  };
  await Promise.all(Array.from({ length: IDLERS_AT_ONCE }, open));
  return users.length;
}

/** APPEND at a steady pace, each to another user who idles; how long until that one is told. */
async function deliver(
  door: Door,
  { users, perSecond, count }: Extract<Job, { kind: 'deliver' }>,
): Promise<Found> {
  const writers = new Map<string, LineClient>();
  for (const user of users) writers.set(user, await LineClient.signedIn(door, user));
  const each: number[] = [];
  const others: number[] = [];
  const begun = performance.now();
  arrivals = new Map();
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, (index * 1000) / perSecond));
      const user = users[index % users.length] ?? '';
      const seen = new Promise<number>((resolve) => arrivals.set(user, () => resolve(performance.now())));
      const sent = performance.now();
      await writers.get(user)?.append('INBOX', [letterOf(BODY, index)]);
      const kept = performance.now();
      const told = await Promise.race([
        seen,
        new Promise<number>((resolve) => setTimeout(() => resolve(Infinity), 30_000).unref()),
      ]);
      each.push(told - sent);
      others.push(Math.max(0, told - kept));
    }),
  );
  for (const writer of writers.values()) writer.close();
  return { ms: performance.now() - begun, count, each, others };
}

/** A token lives two minutes: half of that here. */
const TOKEN_MS = 60_000;

let token: { readonly text: Promise<string>; readonly until: number } | null = null;

function doorOf({ host, port, token: source }: DoorPlan): Door {
  const signIn = async (user: string) => {
    if (!source) return `AUTHENTICATE PLAIN ${Buffer.from(`\0${user}\0secret`).toString('base64')}`;
    if (!token || token.until < performance.now())
      token = { text: newToken(source), until: performance.now() + TOKEN_MS };
    const sasl = `user=${user}\x01auth=Bearer ${await token.text}\x01\x01`;
    return `AUTHENTICATE XOAUTH2 ${Buffer.from(sasl).toString('base64')}`;
  };
  return { host, port, servername: 'mesure.test', signIn };
}

async function newToken({ url, rpps }: { readonly url: string; readonly rpps: string }): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rpps, fault: null }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return access_token;
}
