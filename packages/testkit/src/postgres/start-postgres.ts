import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { findBinaries } from './binaries.js';
import { createCluster, superuserPassword } from './create-cluster.js';
import { freePort } from './free-port.js';
import { chooseIdentity, giveTo, type RunAs } from './identity.js';
import { programEnvironment } from './program-environment.js';

export interface PostgresOptions {
  /** Kept between starts: holds the cluster (`data`) and its superuser's password. */
  readonly directory: string;
  /** 127.0.0.1 port; a free one unless told. */
  readonly port?: number;
  /** Server settings (`fsync: 'off'`). */
  readonly settings?: Readonly<Record<string, string>>;
  /** Hears the server's log, line by line or several at once. */
  readonly onLog?: (text: string) => void;
}

export interface RunningPostgres {
  readonly port: number;
  readonly pid: number;
  /** Superuser's, on database `postgres`. */
  readonly adminUrl: string;
  /** Settles when the server ends, whoever asked. */
  readonly exited: Promise<{ readonly code: number | null }>;
  /** Fast shutdown: clients are cut, data are flushed. Settles once the process is gone. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;
const ORPHANS_LEAVE_WITHIN_MS = 10_000;

/**
 * Starts an embedded PostgreSQL on 127.0.0.1, creating its cluster the first time, and waits until it answers.
 * The server also stops when this process dies. @throws Error with the server's last words when it does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { postgres, initdb } = await findBinaries();
  const directory = path.resolve(options.directory);
  const data = path.join(directory, 'data');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (process.getuid?.() === 0) chmodSync(directory, 0o711);
  const runAs = chooseIdentity([data, postgres]);
  giveTo(data, runAs);
  createCluster({ initdb, data, directory, runAs });
  const port = options.port ?? (await freePort());
  const adminUrl = `postgres://postgres:${superuserPassword(directory)}@127.0.0.1:${port}/postgres`;
  const launch = () =>
    watch(spawnServer(postgres, data, port, runAs, options.settings ?? {}), port, adminUrl, options.onLog);
  return onceOrphansLeft(launch);
}

// After a postmaster was killed its backends need a moment to notice; until then the cluster cannot be opened.
async function onceOrphansLeft(launch: () => Promise<RunningPostgres>): Promise<RunningPostgres> {
  const deadline = Date.now() + ORPHANS_LEAVE_WITHIN_MS;
  for (;;) {
    try {
      return await launch();
    } catch (fault) {
      const orphans = fault instanceof Error && fault.message.includes('pre-existing shared memory block');
      if (!orphans || Date.now() > deadline) throw fault;
      await new Promise((resume) => setTimeout(resume, 100));
    }
  }
}

function spawnServer(
  postgres: string,
  data: string,
  port: number,
  { uid, gid, wrap }: RunAs,
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  const fixed = { timezone: 'UTC', log_timezone: 'UTC', listen_addresses: '127.0.0.1', ...settings };
  const flags = Object.entries(fixed).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // setpriv sets the signal sent when the parent dies; it must come after any change of identity.
  const [program = postgres, ...rest] = [...wrap, 'setpriv', '--pdeathsig', 'INT', postgres];
  return spawn(program, [...rest, '-D', data, '-p', String(port), '-k', data, ...flags], {
    uid,
    gid,
    cwd: data,
    env: programEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function watch(
  server: ChildProcess,
  port: number,
  adminUrl: string,
  onLog: (text: string) => void = () => undefined,
): Promise<RunningPostgres> {
  let lastWords = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-2_000);
    onLog(text);
  });
  let running = true;
  const exited = new Promise<{ code: number | null }>((settle) => {
    server.once('error', (fault) => {
      lastWords += String(fault);
    });
    server.once('close', (code) => {
      running = false;
      settle({ code });
    });
  });
  const stop = async () => {
    if (running) server.kill('SIGINT');
    await exited;
  };
  const ready = await untilReady(adminUrl, () => running);
  if (!ready || server.pid === undefined) {
    await stop();
    throw new Error(`PostgreSQL n’a pas démarré / PostgreSQL did not start: ${lastWords.trim()}`);
  }
  return { port, pid: server.pid, adminUrl, exited, stop };
}

async function untilReady(adminUrl: string, running: () => boolean): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (running() && Date.now() < deadline) {
    if (await answers(adminUrl)) return running();
    await new Promise((resume) => setTimeout(resume, 25));
  }
  return false;
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
