import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { openImap, peerSends } from '../e2e/clients.js';
import { CHECKOUT, launch, readySandbox, type Sandbox, stopSandbox } from '../e2e/sandbox.js';
import { until } from '../e2e/until.js';
import { memoryOfTree } from './process-tree.js';

const LETTERS = 20;
const MB = 1_048_576;
const moreau = { rpps: '99900000025', bal: 'jeanne.moreau@ch-valmont.mssante.fr' };

/** Start times, memory of the whole sandbox, and how fast a delivered message is seen. `--first` adds a first start on an empty npm cache. */
export default async function start(args: readonly string[]): Promise<void> {
  if (args.includes('--first'))
    print('first npm start, empty npm cache', `${seconds(await firstStart())} (goal < 300 s)`);
  const empty = performance.now();
  let launched = await launch();
  await readySandbox(launched);
  print('start with empty data', seconds(performance.now() - empty));
  await stopSandbox(launched, true);

  const later = performance.now();
  launched = await launch({ varFolder: launched.varFolder, portBase: launched.portBase });
  const sandbox = await readySandbox(launched);
  print('later start', `${seconds(performance.now() - later)} (goal < 20 s)`);

  const { dashboard, imap } = await latencies(sandbox);
  print(
    `250 → dashboard event, ${LETTERS} letters`,
    `median ${ms(median(dashboard))}, worst ${ms(Math.max(...dashboard))} (goal < 1000 ms)`,
  );
  print(
    `250 → idling IMAP client, ${LETTERS} letters`,
    `median ${ms(median(imap))}, worst ${ms(Math.max(...imap))} (goal < 1000 ms)`,
  );

  const memory = memoryOfTree(launched.launcher.pid ?? 0);
  print(
    `memory of ${memory.processes} processes`,
    `${Math.round(memory.rss / MB)} MB resident, ${Math.round(memory.pss / MB)} MB proportional (goal < 1536 MB)`,
  );
  await stopSandbox(launched);
}

async function latencies(sandbox: Sandbox): Promise<{ dashboard: number[]; imap: number[] }> {
  const [hospital] = sandbox.tenants;
  if (!hospital) throw new Error('no tenant');
  const client = createClient({
    url: sandbox.graphql.ws,
    connectionParams: { authorization: `Bearer ${hospital.apiKey}` },
    webSocketImpl: WebSocket,
  });
  let events = 0;
  const query = 'subscription($id: ID!) { deliveryEvents(structureId: $id) { delivery { id state } } }';
  client.subscribe(
    { query, variables: { id: hospital.id } },
    { next: () => events++, error: () => undefined, complete: () => undefined },
  );
  const reader = await openImap(sandbox, moreau);
  const lock = await reader.getMailboxLock('INBOX');
  let exists = 0;
  reader.on('exists', () => exists++);
  void reader.idle();
  await oneLetter(sandbox, 0);
  await until(
    () => events > 0 && exists > 0,
    10_000,
    () => 'the first letter was not seen',
  );

  const dashboard: number[] = [];
  const imap: number[] = [];
  for (let i = 1; i <= LETTERS; i++) {
    const [seenEvents, seenExists] = [events, exists];
    await oneLetter(sandbox, i);
    const accepted = performance.now();
    await Promise.all([
      until(
        () => events > seenEvents,
        10_000,
        () => 'no event',
      ).then(() => dashboard.push(performance.now() - accepted)),
      until(
        () => exists > seenExists,
        10_000,
        () => 'no exists',
      ).then(() => imap.push(performance.now() - accepted)),
    ]);
  }
  lock.release();
  await reader.logout();
  await client.dispose();
  return { dashboard, imap };
}

function oneLetter(sandbox: Sandbox, index: number): Promise<unknown> {
  const from = `silence.mesure@${sandbox.peer.domain}`;
  const raw = Buffer.from(
    `From: ${from}\r\nTo: ${moreau.bal}\r\nSubject: Mesure ${index}\r\nMessage-ID: <mesure-${index}-${Date.now()}@${sandbox.peer.domain}>\r\n\r\nBonjour.\r\n`,
  );
  return peerSends(sandbox, { from, to: moreau.bal, raw });
}

/** A clean clone, an empty npm cache, one command. */
async function firstStart(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'cachet-first-'));
  const clone = join(folder, 'cachet');
  execFileSync('git', ['clone', '--quiet', CHECKOUT, clone]);
  const begun = performance.now();
  const env = {
    ...process.env,
    npm_config_cache: join(folder, 'npm-cache'),
    PORT_BASE: '51000',
    SANDBOX_VAR: '',
  };
  const child = spawn('npm', ['start'], { cwd: clone, env, stdio: ['ignore', 'inherit', 'inherit'] });
  await until(
    () => existsSync(join(clone, 'var/sandbox.json')) || child.exitCode !== null,
    600_000,
    () => 'the first start is not ready',
  );
  const took = performance.now() - begun;
  child.kill('SIGINT');
  await new Promise((done) => child.once('close', done));
  rmSync(folder, { recursive: true, force: true });
  return took;
}

function print(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(44)} ${figure}\n`);
}

const seconds = (duration: number) => `${(duration / 1000).toFixed(1)} s`;
const ms = (duration: number) => `${Math.round(duration)} ms`;
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
