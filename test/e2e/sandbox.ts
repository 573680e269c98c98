import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.js';

export const CHECKOUT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

interface At {
  readonly host: string;
  readonly port: number;
}

interface Identity {
  readonly cert: string;
  readonly key: string;
  readonly dn: string;
}

export interface SandboxTenant {
  readonly id: string;
  readonly name: string;
  readonly domains: readonly string[];
  readonly managers: readonly { readonly rpps: string; readonly name: string }[];
  readonly mailboxes: readonly {
    readonly address: string;
    readonly type: string;
    readonly test: boolean;
    readonly holders: readonly { readonly rpps: string; readonly role: string }[];
  }[];
  readonly apiKey: string;
}

/** var/sandbox.json, as far as these tests read it (see the sandbox contract). */
export interface Sandbox {
  readonly processes: Readonly<
    Record<'postgres' | 'api' | 'jobs' | 'mailedge' | 'web' | 'trustSpace', number>
  >;
  readonly web: string;
  readonly graphql: { readonly http: string; readonly ws: string };
  readonly readyz: Readonly<Record<'api' | 'jobs' | 'mailedge' | 'web', string>>;
  readonly databaseUrl: string;
  readonly smtp: { readonly mx: At; readonly submission: { readonly psc: At; readonly authcli: At } };
  readonly imap: { readonly psc: At; readonly authcli: At };
  readonly dns: At;
  readonly psc: { readonly issuer: string; readonly sandboxToken: string; readonly control: string };
  readonly hospitalAccounts: { readonly issuer: string; readonly control: string; readonly logout: string };
  readonly pki: { readonly ca: string; readonly identities: Readonly<Record<string, Identity>> };
  readonly whitelist: { readonly url: string; readonly control: string };
  readonly annuaire: Readonly<Record<'soap' | 'report' | 'fhir' | 'ldap' | 'control', string>>;
  readonly sipil: { readonly url: string; readonly control: string };
  readonly outsideMail: string;
  readonly peer: { readonly domain: string; readonly received: string; readonly control: string };
  readonly clock: string;
  readonly tenants: readonly SandboxTenant[];
  readonly operator: { readonly apiKey: string };
}

export interface Launched {
  readonly launcher: ChildProcess;
  readonly varFolder: string;
  readonly portBase: number;
  /** All the launcher has printed so far. */
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

/** Runs the README's `npm start`, as a person would, in a data folder of its own and on ports nobody holds. */
export async function launch(
  options: {
    env?: Record<string, string>;
    varFolder?: string;
    portBase?: number;
    args?: readonly string[];
  } = {},
): Promise<Launched> {
  const varFolder = options.varFolder ?? mkdtempSync(join(tmpdir(), 'cachet-sandbox-'));
  const portBase = options.portBase ?? (await freePortBase());
  const env = {
    ...process.env,
    PORT_BASE: String(portBase),
    SANDBOX_VAR: varFolder,
    SANDBOX_AUTH_RATE: 'off',
    ...options.env,
  };
  const launcher = spawn('npm', ['start', '--', ...(options.args ?? [])], {
    cwd: CHECKOUT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [launcher.stdout, launcher.stderr])
    stream?.on('data', (data: Buffer) => (output += data.toString()));
  const exited = new Promise<number | null>((done) => launcher.once('close', (code) => done(code)));
  return { launcher, varFolder, portBase, output: () => output, exited };
}

export async function readySandbox(launched: Launched, withinMs = 120_000): Promise<Sandbox> {
  const file = join(launched.varFolder, 'sandbox.json');
  await until(
    () => existsSync(file) || launched.launcher.exitCode !== null,
    withinMs,
    () => `the sandbox is not ready:\n${launched.output()}`,
  );
  if (!existsSync(file)) throw new Error(`npm start ended before it was ready:\n${launched.output()}`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

export async function stopSandbox(launched: Launched, keepData = false): Promise<void> {
  if (launched.launcher.exitCode === null) launched.launcher.kill('SIGINT');
  await launched.exited;
  if (!keepData) rmSync(launched.varFolder, { recursive: true, force: true });
}

/** A path of sandbox.json, which may be relative to the checkout. */
export function readAt(path: string): Buffer {
  return readFileSync(resolve(CHECKOUT, path));
}

async function freePortBase(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    // Below the ports that Linux gives to connections going out: one of those may come between the look and the launch.
    const base = 10_000 + Math.floor(Math.random() * 31) * 700;
    const offsets = [
      0, 10, 11, 19, 25, 54, 100, 101, 102, 103, 104, 125, 126, 131, 132, 143, 144, 153, 587, 588,
    ];
    const free = await Promise.all(offsets.map((offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
  throw new Error('no free set of ports');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}
